import WebSocketCapture
import WebSocketInspect
import WebSocketWire

/// One recorded connection in memory: what one of its ends did, and how it was asked for.
struct RecordedConnectionFile {
  let part: RecordedPart
  let handshake: HandshakeReport?
  private let name: String

  /// How much of a recording is held, in bytes.
  static let heldLimit = 256 << 20

  /// Reads the connection. Fails as `read` does, for what is larger than the limit, and for what cannot be sent again.
  static func read(
    _ reading: ChosenRecording, as role: WebSocketRole, joinsFragments: Bool
  ) throws(Failure) -> RecordedConnectionFile {
    var builder = RecordedPartBuilder(role, joinsFragments: joinsFragments, limit: reading.limit)
    var tap: RecordingTap?
    let reader = RecordingTap(reading.name, limit: reading.limit) { frame in
      builder.add(frame)
      guard let tap else { return }
      if builder.hasOverlong { tap.stop(tap.overlong) }
      if let fault = builder.fault {
        tap.stop(Failure(.badData, "\(reading.name) cannot be replayed: \(fault)"))
      }
      guard builder.heldCount > heldLimit else { return }
      tap.stop(
        Failure(
          .badData,
          "\(reading.name) has a connection of more than the \(heldLimit >> 20) MiB that a replay holds"))
    }
    tap = reader
    defer { tap = nil }
    try reading.read(into: reader)
    guard reader.gaps == 0 else {
      throw Failure(
        .badData,
        "\(reading.name) cannot be replayed: bytes of the connection are missing in \(Formatting.count(reader.gaps, "place"))",
        hint: "wscope read shows where")
    }
    let part = builder.finish(opening: reader.collector?.opening)
    guard !part.steps.isEmpty || !part.expected.isEmpty || part.close != nil else {
      throw Failure(.badData, "\(reading.name) has no message to replay")
    }
    return RecordedConnectionFile(part: part, handshake: reader.collector?.handshake, name: reading.name)
  }

  // MARK: What the client asked for

  /// Offers what the recorded client offered, where the user does not say it, and says what cannot be: what is hidden in the recording.
  func offer(in options: inout HandshakeOptions?, _ console: Console) {
    guard let request = handshake?.request else { return }
    let offered = request.elements("Sec-WebSocket-Protocol").map { String($0) }
    let isHidden = offered.contains { $0.contains(Self.mark) }
    if options?.request.subprotocols.isEmpty == true, !isHidden { options?.request.subprotocols = offered }
    let typed = (try? HeaderLines.read(options?.request.headers ?? []))?.0.map { $0.name.lowercased() } ?? []
    if options?.request.origins.isEmpty == true, !typed.contains("origin"),
      let origin = request.fields("Origin").first?.value, !origin.contains(Self.mark)
    {
      options?.request.origins = [origin]
    }
    let hidden = Self.hidden(request).filter { !typed.contains($0.lowercased()) }
    guard !hidden.isEmpty else { return }
    console.complain(
      LineFolder.fold(
        [
          "wscope: \(name) hides secrets of its request (\(hidden.joined(separator: ", "))), which are not sent;"
            + " -H, -s and the URL give others"
        ], width: console.errorColumns
      ).map { $0 + "\n" }.joined())
  }

  /// Speaks the subprotocol that the recorded server chose, where the user does not name any.
  func speak(in options: inout AdmissionOptions) {
    guard options.subprotocols.isEmpty,
      let chosen = handshake?.response?.fields("Sec-WebSocket-Protocol").first?.value,
      !chosen.contains(Self.mark)
    else { return }
    options.subprotocols = [chosen]
  }

  /// What is in place of a secret.
  private static let mark = "***"

  /// What of a request is hidden: names of fields, and the target.
  private static func hidden(_ request: HTTPHead) -> [String] {
    let target = request.startLineParts.dropFirst().first?.contains(mark) == true ? ["the URL"] : []
    var names: [String] = []
    for field in request.fields where field.value.contains(mark) && !names.contains(field.name) {
      names.append(field.name)
    }
    return target + names.prefix(10).map { Escaper.line($0) }
  }
}
