import ArgumentParser

/// What of the views few change.
struct ViewDetailOptions: ParsableArguments {
  @Flag(
    help: ArgumentHelp("Show a JSON text with a member or an element a line.", visibility: .hidden))
  var pretty = false

  /// The option that is given and asks for views; nil for none.
  var given: String? { pretty ? "--pretty" : nil }
}
