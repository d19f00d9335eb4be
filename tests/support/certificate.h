#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

namespace souk::support {

/// A self-signed P-256 certificate and its key, both PEM.
struct Certificate {
  std::string certificate;
  std::string key;
};

namespace certificate_detail {

inline std::string text_of(BIO* bio) {
  char* data = nullptr;
  const long size = BIO_get_mem_data(bio, &data);
  return {data, static_cast<std::size_t>(size)};
}

inline void add_extension(X509* certificate, int kind, const std::string& value) {
  X509V3_CTX context{};
  X509V3_set_ctx(&context, certificate, certificate, nullptr, nullptr, 0);
  const std::unique_ptr<X509_EXTENSION, decltype(&X509_EXTENSION_free)> extension{
      X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str()), X509_EXTENSION_free};
  if (!extension || X509_add_ext(certificate, extension.get(), -1) != 1) throw std::runtime_error("no extension " + value);
}

}  // namespace certificate_detail

/// `subject`: as in a subjectAltName, "DNS:localhost" or "IP:127.0.0.1". `serial` tells two of the same subject apart.
inline Certificate self_signed(const std::string& subject, long serial = 1) {
  const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key{EVP_EC_gen("P-256"), EVP_PKEY_free};
  const std::unique_ptr<X509, decltype(&X509_free)> certificate{X509_new(), X509_free};
  if (!key || !certificate) throw std::runtime_error("no certificate");
  X509_set_version(certificate.get(), 2);
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), -3600);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 24L * 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_NAME* const name = X509_get_subject_name(certificate.get());
  X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, reinterpret_cast<const unsigned char*>("souk test"), -1, -1, 0);
  X509_set_issuer_name(certificate.get(), name);
  certificate_detail::add_extension(certificate.get(), NID_subject_alt_name, subject);
  certificate_detail::add_extension(certificate.get(), NID_basic_constraints, "critical,CA:TRUE");
  if (X509_sign(certificate.get(), key.get(), EVP_sha256()) == 0) throw std::runtime_error("cannot sign");

  const std::unique_ptr<BIO, decltype(&BIO_free)> certificate_text{BIO_new(BIO_s_mem()), BIO_free};
  const std::unique_ptr<BIO, decltype(&BIO_free)> key_text{BIO_new(BIO_s_mem()), BIO_free};
  PEM_write_bio_X509(certificate_text.get(), certificate.get());
  PEM_write_bio_PrivateKey(key_text.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  return {certificate_detail::text_of(certificate_text.get()), certificate_detail::text_of(key_text.get())};
}

}  // namespace souk::support
