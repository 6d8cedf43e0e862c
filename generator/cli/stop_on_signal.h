// How a command that runs for long learns that the user wants it to end: Ctrl-C, a closed terminal, or a signal from a script.
#pragma once

#include <atomic>
#include <csignal>
#include <ctime>
#include <thread>

namespace loci {

// Turns SIGINT, SIGTERM and SIGHUP into a flag, without a signal handler and so without anything global:
// the signals are blocked in every thread, and one thread waits for them. Made before any other
// thread starts.
class StopOnSignal {
 public:
  StopOnSignal() {
    sigemptyset(&signals_);
    sigaddset(&signals_, SIGINT);
    sigaddset(&signals_, SIGTERM);
    // nohup has it ignored: that stays so.
    struct sigaction hang_up {};
    if (sigaction(SIGHUP, nullptr, &hang_up) == 0 && hang_up.sa_handler != SIG_IGN)
      sigaddset(&signals_, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals_, &before_);
    waiter_ = std::thread([this] {
      const std::timespec patience{
          0, 100'000'000};  // how long a server that stops by itself waits for this thread
      while (!stop_) {
        if (sigtimedwait(&signals_, nullptr, &patience) > 0) stop_ = true;
      }
    });
  }
  StopOnSignal(const StopOnSignal&) = delete;
  StopOnSignal& operator=(const StopOnSignal&) = delete;
  ~StopOnSignal() {
    stop_ = true;
    waiter_.join();
    pthread_sigmask(SIG_SETMASK, &before_, nullptr);
  }

  const std::atomic<bool>& stop() const { return stop_; }

 private:
  sigset_t signals_{};
  sigset_t before_{};
  std::atomic<bool> stop_ = false;
  std::thread waiter_;
};

}  // namespace loci
