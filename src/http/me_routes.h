#pragma once

#include "http/call.h"
#include "http/service_parts.h"

namespace souk::http {

Result<Response> get_me(const ServiceParts& parts, const Call& call);
Result<Response> change_me(const ServiceParts& parts, const Call& call);
Result<Response> delete_me(const ServiceParts& parts, const Call& call);
Result<Response> export_me(const ServiceParts& parts, const Call& call);
Result<Response> change_password(const ServiceParts& parts, const Call& call);
Result<Response> ask_email_change(const ServiceParts& parts, const Call& call);
Result<Response> list_sessions(const ServiceParts& parts, const Call& call);
Result<Response> end_session(const ServiceParts& parts, const Call& call);

}  // namespace souk::http
