import WebSocketInspect
import WebSocketWire

/// The commands of the prompt, each after a `/`.
enum PromptVerb: String, CaseIterable {
  case text, binary, base64, file, ping, pong, close, fragment, frame
  case await, every, on
  case show, hex, pretty, only, grep, time, last, handshake, stats, save, record
  case savePayload = "save-payload"
  case edit, connect, reconnect
  case clients, to, kick
  case help, quit

  /// Whether a line is a message or a command that puts something on the wire.
  static func sends(_ line: [UInt8]) -> Bool {
    guard line.first == 0x2F, !line.starts(with: [0x2F, 0x2F]) else { return true }
    let name = line.dropFirst().prefix { $0 != 0x20 && $0 != 0x09 && $0 != 0x0A }
    switch PromptVerb(rawValue: String(decoding: name, as: UTF8.self)) {
    case .text, .binary, .base64, .file, .ping, .pong, .fragment, .frame, .to: return true
    default: return false
    }
  }

  /// What a table or a manual says of it.
  struct Row {
    let arguments: String
    let sentence: String
    /// The words that its first argument can be.
    var words: [String] = []
    var takesPath = false
  }

  var row: Row {
    switch self {
    case .text: Row(arguments: "TEXT", sentence: "Send a text message.")
    case .binary: Row(arguments: "HEX", sentence: "Send these bytes as a binary message.")
    case .base64: Row(arguments: "BASE64", sentence: "Send these bytes as a binary message.")
    case .file:
      Row(
        arguments: "PATH [text|binary]", sentence: "Send a file; text when it is UTF-8.",
        takesPath: true)
    case .ping: Row(arguments: "[DATA]", sentence: "Send a Ping, and time its Pong.")
    case .pong: Row(arguments: "[DATA]", sentence: "Send an unsolicited Pong.")
    case .close:
      Row(
        arguments: "[CODE [REASON]]", sentence: "Begin the closing handshake.",
        words: CloseCode.registry.map(\.key).filter { CloseCode(rawValue: $0).isSendable }.map { "\($0)" })
    case .fragment: Row(arguments: "N TEXT", sentence: "Send a text message in N frames.")
    case .frame:
      Row(
        arguments: "WORD...", sentence: "Send any frame, as wscope encode spells it.",
        words: FrameSpec.keys.map { "\($0)=" })
    case .await:
      Row(
        arguments: "REGEX|off", sentence: "Have what is typed next wait for such a message (off: drop it).",
        words: ["off"])
    case .every:
      Row(arguments: "S=TEXT|off", sentence: "Send a message again and again.", words: ["off"])
    case .on:
      Row(arguments: "REGEX=TEXT|off", sentence: "Answer such messages.", words: ["off"])
    case .show:
      Row(
        arguments: "off|line|tree|diagram", sentence: "How frames are shown from now on.",
        words: ["off", "line", "tree", "diagram"])
    case .hex:
      Row(arguments: "on|off", sentence: "Whether every byte of a frame is shown.", words: ["on", "off"])
    case .pretty:
      Row(
        arguments: "on|off", sentence: "Whether JSON is shown in lines of its members (/json too).",
        words: ["on", "off"])
    case .only:
      Row(
        arguments: "[WORD,...]", sentence: "Show only such frames, or all again.",
        words: FrameFilter.Word.allCases.map(\.rawValue))
    case .grep: Row(arguments: "[REGEX]", sentence: "Show only frames in whose payload this is found.")
    case .time:
      Row(
        arguments: "abs|rel|delta|off",
        sentence: "The time beside a frame.",
        words: TimeStyle.allCases.map(\.rawValue))
    case .last:
      Row(arguments: "[N]", sentence: "Show the N-th frame from the end in full.")
    case .handshake: Row(arguments: "", sentence: "Show both opening heads and every check.")
    case .stats: Row(arguments: "", sentence: "Show what was counted.")
    case .save:
      Row(
        arguments: "FILE", sentence: "Write the record to a new file.",
        takesPath: true)
    case .record:
      Row(
        arguments: "FILE|off", sentence: "Record all that happens in a new file.", words: ["off"],
        takesPath: true)
    case .savePayload:
      Row(
        arguments: "FILE [N]", sentence: "Write the payload of such a frame to a new file.",
        takesPath: true)
    case .edit: Row(arguments: "", sentence: "Compose a message in $VISUAL or $EDITOR.")
    case .connect: Row(arguments: "URL", sentence: "Close the connection and open another.")
    case .reconnect: Row(arguments: "", sentence: "Connect to the same URL again.")
    case .clients: Row(arguments: "", sentence: "List the clients and their numbers.")
    case .to: Row(arguments: "N|all [TEXT]", sentence: "Send to one client, or from now on.")
    case .kick: Row(arguments: "N [CODE [REASON]]", sentence: "Close the connection of a client.")
    case .help: Row(arguments: "[COMMAND]", sentence: "Show this list, or one command.")
    case .quit:
      Row(arguments: "", sentence: "Close the connection and leave.")
    }
  }

  /// Whether it has a place at a prompt of this side.
  func belongs(to role: WebSocketRole) -> Bool {
    switch self {
    case .connect, .reconnect, .await, .every, .on: role == .client
    case .clients, .to, .kick: role == .server
    default: true
    }
  }

  /// The command of this name, or of the name that an option of another program has for it.
  init?(named word: String) { self.init(rawValue: word == "json" ? "pretty" : word) }

  /// The command of this side that was meant by a word that is none.
  static func near(_ word: String, for role: WebSocketRole) -> String? {
    let names = allCases.filter { $0.belongs(to: role) }.map(\.rawValue)
    return NearestWord.find(word, among: names + Array(otherWords.keys)).map {
      otherWords[$0]?.rawValue ?? $0
    }
  }

  /// Words of other programs.
  private static let otherWords: [String: PromptVerb] = [
    "send": .text, "exit": .quit, "frames": .last,
  ]

  /// `/ping [DATA]`.
  var usage: String { row.arguments.isEmpty ? "/\(rawValue)" : "/\(rawValue) \(row.arguments)" }
}
