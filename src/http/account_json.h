#pragma once

#include <string>
#include <vector>

#include "commerce/customer/customer.h"
#include "http/json_writer.h"
#include "usecases/log_in_customer.h"

namespace souk::http {

std::string customer_json(const Customer& customer);
/// {access_token, token_type, expires_in}
std::string access_token_json(const ports::AccessToken& token, Instant now);
/// The same with the customer.
std::string logged_in_json(const usecases::LoggedIn& logged_in, Instant now);
std::string session_list_json(const std::vector<Session>& sessions, const SessionId& current);
/// {email}: where a mail is on its way to, if there is a reason for one.
std::string mail_sent_json(const std::string& email);

}  // namespace souk::http
