import ArgumentParser

/// Whether what is read is only checked.
struct QuietOptions: ParsableArguments {
  @Flag(
    name: [.customShort("q"), .long],
    help: ArgumentHelp("Show nothing but what went wrong: the status says how it went.", visibility: .hidden))
  var quiet = false

  /// Fails where something is to be shown all the same. `view` is the option that asks for it.
  func check(besides view: String?) throws(Failure) {
    if quiet, let view {
      throw Failure(.usage, "--quiet shows nothing, so \(view) cannot be combined with it")
    }
  }
}
