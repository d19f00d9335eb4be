# Sources made from other files during the build, under build/<preset>/generated.
# Debian's interpreter by its full name: python3-yaml is installed for that one, not for another that comes first in PATH.
set(Python3_EXECUTABLE /usr/bin/python3 CACHE FILEPATH "Interpreter with PyYAML")
set(SOUK_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)
