/// The processor time of threads, which Swift's standard library does not have.
package enum ThreadTime {
  /// What the calling thread has taken.
  package static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
