import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// What is shown of a connection between others, which a capture holds.
extension LiveView {
  /// Who is connected to whom, and how.
  func observed(_ summary: ConnectionSummary, _ connection: Int) -> String {
    let place =
      summary.url.isEmpty ? "" : " \(Escaper.line(options.showsSecrets ? summary.url : shown(summary.url)))"
    let subprotocol =
      summary.subprotocol.map { name in
        "; subprotocol \(Escaper.line(options.showsSecrets || !summary.isSubprotocolSecret ? name : SecretFilter.mark))"
      } ?? ""
    let client = summary.localAddress.isEmpty ? "" : summary.localAddress + " "
    // A HAR file may have a URL alone.
    let address =
      place.isEmpty ? " \(summary.address)" : summary.address.isEmpty ? "" : " (\(summary.address))"
    return "connection \(connection): \(client)to\(place)\(address)" + subprotocol
      + Self.words(summary.deflate)
  }

  /// What the capture lacks of a side.
  func tell(_ note: CaptureNote, from sender: WebSocketRole, connection: Int) {
    let subject = label(of: connection).map { "\($0): " } ?? ""
    switch note {
    case .guessed:
      tell(
        "\(subject)the capture begins inside it; the MASK bits say who the client is, and compression is not known"
      )
    case .gap(let count, let offset):
      let verb = count == 1 ? "is" : "are"
      tell("\(subject)\(Formatting.bytes(count)) from the \(sender) \(verb) not in the capture, at \(offset)")
    case .resumed(let offset, let passed):
      let before = passed == 0 ? "" : ", after \(Formatting.bytes(passed)) of no whole frame"
      tell("\(subject)frames from the \(sender) are read from \(offset) on\(before)")
    case .unresumed(let passed):
      tell(
        "\(subject)nothing shows where the next frame from the \(sender) begins; \(Formatting.bytes(passed)) are not read"
      )
    }
  }

  /// That the server answered a request for a WebSocket with another status than 101.
  func refused(_ request: HTTPHead, _ response: HTTPHead, connection: Int) {
    let status = response.startLineParts.dropFirst().joined(separator: " ")
    let target = request.startLineParts.dropFirst().first ?? ""
    let shown = options.showsSecrets ? target : SecretFilter.resource(target)
    tell(
      Failure.clipped(
        "connection \(connection): the request for \(Escaper.line(shown)) was refused with \(Escaper.line(status))"
      ))
  }

  /// That the connection was open when its capture ended.
  /// `isKnown`: the source would say if it had ended.
  func captureEnded(
    _ statistics: ConnectionStatistics, connection: Int, at time: Duration, isKnown: Bool = true
  ) {
    let subject = label(of: connection).map { "\($0): " } ?? ""
    let duration = opened.map { " after \(Formatting.duration(time - $0))" } ?? ""
    guard isKnown else { return tell("\(subject)how it ended is not recorded: \(counts(statistics))") }
    let source = role == nil ? "capture" : "recording"
    tell("\(subject)open when the \(source) ends\(duration): \(counts(statistics))")
  }
}
