/// The value of `--wait`: seconds, or -1 forever.
struct LingerTime {
  /// nil forever.
  let duration: Duration?

  init(argument: String) throws(ValueError) {
    if argument == "-1" {
      duration = nil
    } else if let seconds = try? Seconds(argument: argument) {
      duration = seconds.duration
    } else {
      throw ValueError(expected: "\(Seconds.range), or -1 forever")
    }
  }
}
