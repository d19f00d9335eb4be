#pragma once

struct bio_st;

namespace souk::net {

/// An OpenSSL source and sink over a socket it does not own. OpenSSL's own writes with write(2), which raises SIGPIPE.
bio_st* new_socket_bio(int socket);

}  // namespace souk::net
