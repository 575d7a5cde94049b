import ArgumentParser
import WebSocketCapture
import WebSocketWire

/// What of two messages does not count when they are compared.
struct ComparisonOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("Leave this place of JSON out (/a/0 or a.0).", valueName: "path"))
  var ignore: [String] = []

  func comparison() throws(Failure) -> JSONComparison {
    JSONComparison(
      ignoring: try ignore.map { text throws(Failure) in
        do throws(UsageError) { return try JSONPath(text) } catch {
          throw Failure(.usage, "the path \(text.quoted) of --ignore \(error.description)")
        }
      })
  }
}
