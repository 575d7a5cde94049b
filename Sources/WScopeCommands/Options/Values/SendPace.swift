/// How fast messages are sent, the value of `--pace`.
enum SendPace: Equatable {
  /// Each after a reply to the one before.
  case lockstep
  /// This long after the one before.
  case interval(Duration)

  init(argument: String) throws(ValueError) {
    if argument == "lockstep" {
      self = .lockstep
      return
    }
    let isRate = argument.hasSuffix("/s")
    let number = try? Seconds(argument: isRate ? String(argument.dropLast(2)) : argument).duration
    guard let number, number >= .milliseconds(1) else {
      throw ValueError(
        expected: "lockstep, a rate such as 5/s, or seconds between two messages, 0.001 or more")
    }
    self = .interval(isRate ? .seconds(1) / (number / .seconds(1)) : number)
  }
}
