import ArgumentParser

/// The value of `--wait`: seconds, or -1 for ever.
struct StayTime: ExpressibleByArgument {
  /// nil for ever.
  let duration: Duration?

  init?(argument: String) {
    if argument == "-1" {
      duration = nil
    } else if let seconds = Seconds(argument: argument) {
      duration = seconds.duration
    } else {
      return nil
    }
  }
}
