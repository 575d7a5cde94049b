import WebSocketCapture
import WebSocketInspect

/// What a capture holds as a whole: in lines for a person, and in the sentences of its failures.
struct CaptureSummary {
  private let file: String
  private let counts: CaptureCounts
  private let foreign: [ForeignProtocol: Int]
  private let conversations: Int
  private let gaps: Int
  private let violations: Int

  init(file: String, reader: ConversationReader, gaps: Int, violations: Int) {
    self.file = file
    counts = reader.counts
    foreign = reader.foreign
    conversations = reader.conversations
    self.gaps = gaps
    self.violations = violations
  }

  private var name: String { file == "-" ? "standard input" : file }

  /// The last lines after all frames.
  var lines: [String] {
    var parts = [
      "\(Formatting.count(counts.packets, "packet")), \(Formatting.count(counts.connections, "TCP connection")),"
        + " \(conversations) of WebSocket"
    ]
    if let tls = foreign[.tls] { parts.append("\(tls) of TLS") }
    if let http2 = foreign[.http2] { parts.append("\(http2) of HTTP/2") }
    if gaps > 0 { parts.append("\(Formatting.count(gaps, "gap"))") }
    if violations > 0 { parts.append(Formatting.count(violations, "violation")) }
    return [parts.joined(separator: ", ")] + remarks
  }

  private var remarks: [String] {
    var lines: [String] = []
    if counts.cutPackets > 0 {
      lines.append(
        "of \(Formatting.count(counts.cutPackets, "packet")) the end is missing; capture them whole (tcpdump -s 0)"
      )
    }
    if counts.lostFragments > 0 {
      lines.append(
        "\(Formatting.count(counts.lostFragments, "IP packet")) could not be put together, for fragments are missing"
      )
    }
    for (link, count) in counts.unsupported.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
      lines.append("\(Formatting.count(count, "packet")) of link type \(link.rawValue) cannot be read")
    }
    return lines + (foreign[.tls] == nil || conversations == 0 ? [] : [tlsHint])
  }

  /// The command that shows what TLS hides.
  private var tlsHint: String {
    let path = file == "-" ? "FILE" : ShellWords.quote(file)
    let keys = counts.hasSecrets ? "" : " -o tls.keylog_file:KEYS"
    let source =
      counts.hasSecrets ? "the keys of TLS are in the file" : "with the keys of TLS (SSLKEYLOGFILE)"
    // Its dissector gives up at 500 levels, and each frame of a record is one.
    return "\(source): tshark -r \(path)\(keys) -Y websocket -V -o gui.max_tree_depth:100000"
  }

  /// Why the file could not be read to its end.
  func failure(_ fault: CaptureFault) -> Failure {
    let hint =
      fault.isCut
      ? "all that came before is shown; a capture that is still being written ends so" : Self.hint(fault)
    return Failure(.badData, "\(name): \(fault.sentence)", hint: hint)
  }

  /// What reads a file that is not a capture.
  private static func hint(_ fault: CaptureFault) -> String? {
    switch fault.resemblance {
    case .object: "a recording that comes through a pipe is read without --follow"
    case .zstd: "zstd -dc FILE | wscope read - unpacks and reads it"
    case .lz4: "lz4 -dc FILE | wscope read - unpacks and reads it"
    case .snoop: "editcap -F pcapng FILE OUTPUT converts it"
    case nil:
      fault.format == .unknown ? "bytes of frames, in hex or raw, are read by wscope decode --file" : nil
    }
  }

  /// There is no connection to show.
  var nothingFound: Failure {
    var parts = [
      Formatting.count(counts.packets, "packet"), Formatting.count(counts.connections, "TCP connection"),
    ]
    if let tls = foreign[.tls] { parts.append("\(tls) of TLS") }
    if let http2 = foreign[.http2] { parts.append("\(http2) of HTTP/2") }
    return Failure(
      .badData, "\(name) has no WebSocket connection that can be read: \(parts.joined(separator: ", "))",
      hint: foreign[.tls] == nil ? nil : tlsHint, details: remarks)
  }
}
