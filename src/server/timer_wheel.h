#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace souk::server {

/// Deadlines of many connections at almost no cost: moving one later writes a number; only a tick that finds it not yet due
/// moves it to another slot. A timer per operation would cost up to 30 % of a request. Used by one thread.
class TimerWheel {
 public:
  using Tick = std::uint64_t;

  class Entry {
   public:
    Entry() = default;
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;
    ~Entry() { unlink(); }

   private:
    friend TimerWheel;
    void unlink() {
      next_->previous_ = previous_;
      previous_->next_ = next_;
      next_ = previous_ = this;
    }
    bool linked() const { return next_ != this; }
    void link_before(Entry& head) {
      previous_ = head.previous_;
      next_ = &head;
      previous_->next_ = this;
      head.previous_ = this;
    }

    Entry* next_ = this;
    Entry* previous_ = this;
    Tick due_ = 0;
    Tick slot_ = 0;  // the tick whose slot it is linked in; never after due_
  };

  /// Due at the first `advance` that reaches `due`.
  void arm(Entry& entry, Tick due) {
    entry.due_ = std::max(due, now_ + 1);
    if (entry.linked() && entry.slot_ <= entry.due_) return;
    place(entry);
  }
  void disarm(Entry& entry) { entry.unlink(); }

  /// Calls `on_due(Entry&)` for all that are due by `now`; it may arm and disarm any entry, or destroy the one it got.
  template <class OnDue>
  void advance(Tick now, OnDue on_due) {
    // After a long sleep one turn visits every slot; more turns would find nothing else.
    if (now > now_ + kSlots) now_ = now - kSlots;
    while (now_ < now) {
      ++now_;
      Entry due;
      Entry& slot = slots_[now_ % kSlots];
      if (slot.linked()) {  // moved aside, for on_due may arm into this very slot
        due.link_before(slot);
        slot.unlink();
      }
      while (due.linked()) {
        Entry& entry = *due.next_;
        entry.unlink();
        if (entry.due_ > now_)
          place(entry);
        else
          on_due(entry);
      }
    }
  }

  Tick now() const { return now_; }

 private:
  static constexpr std::size_t kSlots = 512;

  void place(Entry& entry) {
    entry.unlink();
    entry.slot_ = std::min(entry.due_, now_ + kSlots - 1);
    entry.link_before(slots_[entry.slot_ % kSlots]);
  }

  std::array<Entry, kSlots> slots_{};
  Tick now_ = 0;
};

}  // namespace souk::server
