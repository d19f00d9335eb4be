#pragma once

#include "http/call.h"
#include "http/service_parts.h"

namespace souk::http {

Result<Response> register_customer(const ServiceParts& parts, const Call& call);
Result<Response> verify_customer(const ServiceParts& parts, const Call& call);
Result<Response> log_in(const ServiceParts& parts, const Call& call);
Result<Response> refresh_session(const ServiceParts& parts, const Call& call);
Result<Response> log_out(const ServiceParts& parts, const Call& call);
Result<Response> forgot_password(const ServiceParts& parts, const Call& call);
Result<Response> reset_password(const ServiceParts& parts, const Call& call);
Result<Response> confirm_email_change(const ServiceParts& parts, const Call& call);

}  // namespace souk::http
