/// The system's time of day.
///
/// It is read here because `timespec` has two modules where Foundation's are loaded too, as `stat` has.
package enum TimeOfDay {
  /// The time since 1970-01-01 00:00 UTC.
  package static var now: Duration {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
  }
}
