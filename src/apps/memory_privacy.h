#pragma once

namespace souk::apps {

/// From now on neither this process nor any that it starts leaves a core dump, and no other process of the same user may attach
/// to it: its memory holds keys and what shoppers typed. Root still can.
void keep_memory_private();
bool is_memory_private();

}  // namespace souk::apps
