# shop_module(NAME [USES module...] [LINKS library...] [SUPPORT])
#
# The folder src/NAME as the library souk_NAME (also souk::NAME). USES names the modules it may include, LINKS the
# third-party libraries of third_party.cmake. Every *_test.cc in the folder goes into NAME_test; with SUPPORT that links
# tests/support and the adapters behind it. cmake/check_layers.cmake holds the includes to the same lines.
function(shop_module name)
  cmake_parse_arguments(PARSE_ARGV 1 module "SUPPORT" "" "USES;LINKS")
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/${name}/*.cc)
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_(test|main)\\.cc$")
  list(FILTER tests INCLUDE REGEX "_test\\.cc$")

  list(TRANSFORM module_USES PREPEND souk_)
  list(TRANSFORM module_LINKS PREPEND third_party_)
  if(sources)
    add_library(souk_${name} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(souk_${name} PRIVATE souk_warnings)
  else()
    add_library(souk_${name} INTERFACE)
    set(scope INTERFACE)
  endif()
  add_library(souk::${name} ALIAS souk_${name})
  target_include_directories(souk_${name} ${scope} ${PROJECT_SOURCE_DIR}/src)
  target_link_libraries(souk_${name} ${scope} ${module_USES} ${module_LINKS} third_party_fmt)

  if(tests AND NOT SOUK_FUZZERS)
    set(support)
    if(module_SUPPORT)
      set(support souk_support)
    endif()
    shop_test(${name}_test SOURCES ${tests} LINKS souk_${name} ${support} LABELS unit)
  endif()
endfunction()

# shop_test(NAME SOURCES file... [LINKS target...] [LABELS label...]): one GoogleTest program and its one ctest entry. Asking
# a sanitized program for its list of tests at build time would cost more than running them.
function(shop_test name)
  cmake_parse_arguments(PARSE_ARGV 1 test "" "" "SOURCES;LINKS;LABELS")
  find_package(GTest REQUIRED)
  find_package(rapidcheck REQUIRED)
  add_executable(${name} ${test_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR}/src ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(${name} PRIVATE
    ${test_LINKS} GTest::gmock_main GTest::gmock GTest::gtest rapidcheck rapidcheck_gtest rapidcheck_gmock souk_warnings)
  set_target_properties(${name} PROPERTIES RUNTIME_OUTPUT_DIRECTORY ${PROJECT_BINARY_DIR}/tests)
  add_test(NAME ${name} COMMAND ${name} --gtest_brief=1 WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${name} PROPERTIES LABELS "${test_LABELS}" TIMEOUT 300)
endfunction()
