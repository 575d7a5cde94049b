import ArgumentParser
import WebSocketInspect

/// What is printed of a run when it is over.
struct ReportOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Print this at the end of the run (%{name}, %{json}; @FILE).", valueName: "format", visibility: .hidden)
  )
  var writeOut: String?

  /// nil for nothing. The line ends of a file count for nothing, as for curl.
  func format() throws(Failure) -> WriteOutFormat? {
    guard let writeOut else { return nil }
    guard writeOut.hasPrefix("@") else { return try WriteOutFormat(writeOut) }
    let path = String(writeOut.dropFirst())
    let bytes = try FileReader.read(path, limit: Self.limit, hint: "a format of --write-out is expected")
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Failure(.badData, "\(Escaper.line(path)) is not UTF-8, as a format of --write-out must be")
    }
    return try WriteOutFormat(text.filter { !$0.isNewline })
  }

  /// The most bytes of a file with a format.
  private static let limit = 65536
}
