import WebSocketWire

/// The value of `--connection`: a number, or the address of an end or the host that was asked for, with a port.
enum ConnectionChoice: Hashable {
  case number(Int)
  case place(String)

  init(argument: String) throws(ValueError) {
    if let number = Digits.decimal(argument) {
      guard number > 0 else { throw ValueError(expected: "a number from 1 on, or HOST:PORT") }
      self = .number(number)
    } else if argument.contains(":") {
      self = .place(argument.lowercased())
    } else {
      throw ValueError(expected: "a number from 1 on, or HOST:PORT")
    }
  }
}
