/// Words that mean something in the languages and programs whose lists and strings are read.
enum LiteralNames {
  /// Whether a type of this name holds bytes, so that numbers without a mark of their base are decimal.
  static func isByteType(_ name: String) -> Bool {
    let name = name.lowercased()
    return name == "data"
      || ["byte", "int8", "buffer", "char", "u8", "i8", "vec", "array"].contains { name.contains($0) }
  }

  /// What assemblers have in front of bytes, in lower case.
  static let directives: Set<String> = [".byte", "db", ".db", "dc.b"]

  static let sets: Set<String> = ["Set", "HashSet", "BTreeSet", "frozenset"]

  /// Calls whose arguments are the elements of a list, in lower case.
  static let lists: Set<String> = ["bytes", "bytearray", "bytearrayof", "ubytearrayof", "u8"]

  /// System calls that move bytes, as strace shows them.
  static let transfers: Set<String> = [
    "read", "write", "recv", "send", "recvfrom", "sendto", "pread64", "pwrite64",
  ]

  /// Calls of MongoDB that have a string of bytes and the number of their type.
  static let subtyped: Set<String> = [
    "BinData", "HexData", "Binary.createFromBase64", "Binary.createFromHexString",
  ]

  /// Names of encodings next to a string, in lower case.
  static let encodings: Set<String> = [
    "hex", "base64", "base64url", "binary", "latin1", "ascii", "utf8", "utf-8", "b", "h*", "c*",
  ]

  /// Commands of a shell that bytes go to.
  static let receivers: Set<String> = ["nc", "ncat", "socat", "websocat", "openssl", "xxd", "wscope"]

  /// Methods that change nothing of the bytes in front of them, in lower case.
  static let harmless: Set<String> = [
    ".b", ".bytes", ".encode", ".decode", ".getbytes", ".tobytearray", ".as_bytes", ".to_vec", ".tobytes",
    ".force_encoding", ".byteinputstream", ".unpack", ".hex",
  ]

  /// Calls that give other bytes than those in their brackets, in lower case.
  static let changing: Set<String> = [
    "strrev", "reverse", "reversed", "repeat", "str_repeat", "strtoupper", "strtolower", "invert",
  ]
}
