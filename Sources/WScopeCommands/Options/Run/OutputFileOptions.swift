import ArgumentParser

/// Where received messages are written other than on standard output, and what is said beside them.
struct OutputFileOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write to this file, not to standard output (-: output).", valueName: "file", visibility: .hidden),
    completion: .file())
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Write each message to a file of its own in this folder.", valueName: "folder", visibility: .hidden),
    completion: .directory)
  var split: String?

  @Flag(
    name: [.customShort("q"), .long],
    help: ArgumentHelp("Say nothing on standard error but what went wrong.", visibility: .hidden))
  var quiet = false

  /// The option that was given, if one was.
  var given: String? { split != nil ? "--split" : output != nil ? "--output" : nil }
}
