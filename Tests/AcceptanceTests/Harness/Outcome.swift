import Foundation
import Testing

/// How a child ended and what it had written.
struct Outcome: Sendable {
  var output: Data
  var errors: String
  /// The exit status as a shell shows it: 128 + N for a death by signal N.
  var status: Int32

  /// The output as text, in which wrong UTF-8 shows as U+FFFD.
  var text: String { String(decoding: output, as: UTF8.self) }

  /// The output's lines, without their ends.
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: true) }

  /// Checks the status, with both streams in the message of a failure.
  func expect(status wanted: Int32, location: SourceLocation = #_sourceLocation) {
    #expect(
      status == wanted, "stderr: \(errors.prefix(2000))\nstdout: \(text.prefix(500))",
      sourceLocation: location)
  }

  /// Checks a failure: its status, and one clear sentence on standard error that holds each of `words`.
  func expectFailure(_ wanted: Int32, saying words: String..., location: SourceLocation = #_sourceLocation) {
    expect(status: wanted, location: location)
    let sentences = errors.split(whereSeparator: \.isNewline).filter { $0.hasPrefix("wscope: ") }
    #expect(
      sentences.count == 1, "one sentence expected in: \(errors.prefix(2000))", sourceLocation: location)
    #expect((sentences.first?.count ?? 0) > 20, "\(errors.prefix(2000))", sourceLocation: location)
    for word in words {
      #expect(errors.contains(word), "\(errors.prefix(2000))", sourceLocation: location)
    }
  }

  /// Checks the output byte by byte, without printing megabytes when it differs.
  func expectOutput(_ wanted: Data, location: SourceLocation = #_sourceLocation) {
    expectSame(output, wanted, errors: errors, location: location)
  }
}

/// Checks that two byte strings are equal; a failure names the sizes and the first difference.
func expectSame(
  _ found: Data, _ wanted: Data, errors: String = "", location: SourceLocation = #_sourceLocation
) {
  guard found != wanted else { return }
  let difference =
    zip(found, wanted).enumerated().first { $1.0 != $1.1 }?.offset ?? min(found.count, wanted.count)
  let around = { (data: Data) in
    String(decoding: data.dropFirst(max(0, difference - 20)).prefix(60), as: UTF8.self)
  }
  Issue.record(
    """
    \(found.count) bytes instead of \(wanted.count), different at \(difference): \
    \(around(found).debugDescription) instead of \(around(wanted).debugDescription) \(errors.prefix(1000))
    """,
    sourceLocation: location)
}
