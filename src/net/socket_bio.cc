#include "net/socket_bio.h"

#include <cerrno>
#include <cstdint>
#include <new>

#include <openssl/bio.h>
#include <sys/socket.h>

namespace souk::net {
namespace {

int socket_of(BIO* bio) { return static_cast<int>(reinterpret_cast<std::intptr_t>(BIO_get_data(bio))); }

int read_socket(BIO* bio, char* into, int size) {
  BIO_clear_retry_flags(bio);
  ssize_t got = 0;
  do got = ::recv(socket_of(bio), into, static_cast<std::size_t>(size), 0);
  while (got < 0 && errno == EINTR);
  if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_read(bio);
  if (got == 0) BIO_set_flags(bio, BIO_FLAGS_IN_EOF);
  return static_cast<int>(got);
}

int write_socket(BIO* bio, const char* from, int size) {
  BIO_clear_retry_flags(bio);
  ssize_t sent = 0;
  do sent = ::send(socket_of(bio), from, static_cast<std::size_t>(size), MSG_NOSIGNAL);
  while (sent < 0 && errno == EINTR);
  if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) BIO_set_retry_write(bio);
  return static_cast<int>(sent);
}

long control(BIO* bio, int command, long, void*) {
  switch (command) {
    case BIO_CTRL_FLUSH: return 1;
    case BIO_CTRL_EOF: return BIO_test_flags(bio, BIO_FLAGS_IN_EOF) != 0;
    default: return 0;
  }
}

const BIO_METHOD* method() {
  static BIO_METHOD* const made = [] {
    BIO_METHOD* fresh = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
    if (fresh == nullptr) throw std::bad_alloc{};
    BIO_meth_set_read(fresh, read_socket);
    BIO_meth_set_write(fresh, write_socket);
    BIO_meth_set_ctrl(fresh, control);
    return fresh;
  }();
  return made;
}

}  // namespace

bio_st* new_socket_bio(int socket) {
  BIO* bio = BIO_new(method());
  if (bio == nullptr) throw std::bad_alloc{};
  // A BIO of one's own kind has room for a pointer and nothing else.
  BIO_set_data(bio, reinterpret_cast<void*>(static_cast<std::intptr_t>(socket)));  // NOLINT(performance-no-int-to-ptr)
  BIO_set_init(bio, 1);
  return bio;
}

}  // namespace souk::net
