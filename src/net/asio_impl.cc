// The one place where the bodies of Asio and Beast are compiled; cmake/third_party.cmake says why.
#include <boost/asio/impl/src.hpp>
#include <boost/beast/src.hpp>
