import ArgumentParser

/// What few say of a prompt.
struct PromptOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Keep what is typed in this file (none: nowhere).", valueName: "file", visibility: .hidden),
    completion: .file())
  var history: String?
}
