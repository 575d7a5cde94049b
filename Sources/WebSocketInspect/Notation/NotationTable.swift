/// The notations that are read, each with an example: the manual is written from it, and the test reads it.
package struct NotationTable {
  package struct Row: Sendable {
    /// What writes it, or what it is.
    package let name: String
    package let example: String
    /// What the example spells.
    package let bytes: [UInt8]

    init(_ name: String, _ example: String, bytes: [UInt8] = NotationTable.hello) {
      (self.name, self.example, self.bytes) = (name, example, bytes)
    }
  }

  package let title: String
  package let rows: [Row]

  /// A text frame with `hello`, which most examples spell.
  package static let hello: [UInt8] = [0x81, 0x05] + Array("hello".utf8)

  package static let all = [dumps, lists, strings, digits, base64, surroundings]

  private static let dumps = NotationTable(
    title: "Dumps",
    rows: [
      Row(
        "xxd, also with -b -c -d -e -g -o -u", "00000000: 8105 6865 6c6c 6f                        ..hello"),
      Row(
        "xxd -b",
        "00000000: 10000001 00000101 01101000 01100101 01101100 01101100  ..hell\n00000006: 01101111  o"),
      Row("xxd -e", "00000000: 65680581   6f6c6c                    ..hello"),
      Row("hexdump -C", "00000000  81 05 68 65 6c 6c 6f                              |..hello|\n00000007"),
      Row("hexdump, od -x", "0000000 0581 6568 6c6c 006f\n0000007"),
      Row("od -t x1, also with -A x and -A d", "0000000 81 05 68 65 6c 6c 6f\n0000007"),
      Row("od -b, od -t u1, od -t d1", "0000000 201 005 150 145 154 154 157\n0000007"),
      Row("od, hexdump -o, hexdump -d", "0000000 002601 062550 066154 000157\n0000007"),
      Row("od -c, hexdump -c", "0000000 201 005   h   e   l   l   o\n0000007"),
      Row("od -A n -c", " 201 005   h   e   l   l   o"),
      Row("Python's hexdump", "00000000: 81 05 68 65 6C 6C 6F                              ..hello"),
      Row("Wireshark, tshark -x", "0000   81 05 68 65 6c 6c 6f                              ..hello"),
      Row(
        "tcpdump -X, below the headers",
        "10:00:00.123456 IP localhost.8080 > localhost.4242: Flags [P.]\n\t0x0034:  8105 6865 6c6c 6f    ..hello"
      ),
      Row(
        "curl --trace",
        "<= Recv data, 7 bytes (0x7)\n0000: 81 05 68 65 6c 6c 6f                            ..hello"),
      Row("libwebsockets", "[2026/11/27 10:00:00:1234] N: 0000: 81 05 68 65 6C 6C 6F      ..hello"),
      Row(
        "gdb x/xb, x/ub, x/db, x/ob",
        "0x7ffe0010 <buffer>:\t0x81\t0x05\t0x68\t0x65\n0x7ffe0014 <buffer+4>:\t0x6c\t0x6c\t0x6f"),
      Row(
        "Format-Hex of PowerShell",
        "          Offset Bytes                                           Ascii\n"
          + "                 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F\n"
          + "          ------ ----------------------------------------------- -----\n"
          + "0000000000000000 81 05 68 65 6C 6C 6F                            ..hello"),
      Row("certutil", "    0000  81 05 68 65 6c 6c 6f                               ..hello"),
      Row("WinDbg", "00000012`0012ff00  81 05 68 65 6c 6c 6f 89-00  ..hello..", bytes: hello + [0x89, 0]),
      Row(
        "Netty",
        "         +-------------------------------------------------+\n"
          + "         |  0  1  2  3  4  5  6  7  8  9  a  b  c  d  e  f |\n"
          + "+--------+-------------------------------------------------+----------------+\n"
          + "|00000000| 81 05 68 65 6c 6c 6f                            |..hello         |\n"
          + "+--------+-------------------------------------------------+----------------+"),
      Row("mitmproxy", "0000000000 81 05 68 65 6c 6c 6f                               ..hello"),
      Row(
        "hexyl",
        "\u{2502}00000000\u{2502} 81 05 68 65 6c 6c 6f    \u{250A}                         \u{2502}"
          + "\u{D7}\u{2022}hello \u{250A}        \u{2502}"),
      Row(
        "od -t x1 -t c, also -t a and -t u1",
        "0000000  81  05  68  65  6c  6c  6f\n        201 005   h   e   l   l   o\n0000007"),
      Row("od -A n -t x1z", " 81 05 68 65 6c 6c 6f                             >..hello<"),
      Row(
        "openssl s_client -debug, BIO_dump",
        "0000 - 81 05 68 65 6c 6c 6f                              ..hello"),
      Row("ncat --hex-dump", "[0000]   81 05 68 65 6c 6c 6f                               ..hello"),
      Row(
        "nc -o",
        "< 00000000 81 05 68 65 6c 6c 6f                            # ..hello\n"
          + "> 00000000 8a 00                                           # ..",
        bytes: hello + [0x8A, 0]),
      Row(
        "socat -x, also with -v",
        "> 2026/11/27 10:00:00.123456  length=7 from=0 to=6\n 81 05 68 65 6c 6c 6f\n--"),
      Row(
        "ngrep -x",
        "T 127.0.0.1:8080 -> 127.0.0.1:4242 [AP] #4\n  81 05 68 65 6c 6c 6f                                  ..hello"
      ),
      Row(
        "tshark -z follow,tcp,raw",
        "===================================================================\nFollow: tcp,raw\n"
          + "Filter: tcp.stream eq 0\nNode 0: 127.0.0.1:4242\nNode 1: 127.0.0.1:8080\n8900\n\t8a00\n"
          + "===================================================================",
        bytes: [0x89, 0, 0x8A, 0]),
      Row(
        "tshark -z follow,tls,raw",
        "\n===================================================================\nFollow: tls,raw\n"
          + "Filter: tcp.stream eq 0\nNode 0: 127.0.0.1:4242\nNode 1: :0\n8900\n\t8a00\n"
          + "===================================================================",
        bytes: [0x89, 0, 0x8A, 0]),
      Row(
        "tshark -z follow,tcp,hex",
        "===================================================================\nFollow: tcp,hex\n"
          + "Filter: tcp.stream eq 0\nNode 0: 127.0.0.1:4242\nNode 1: 127.0.0.1:8080\n"
          + "00000000  81 05 68 65 6c 6c 6f                              ..hello\n"
          + "\t00000000  8a 00                                             ..\n"
          + "===================================================================",
        bytes: hello + [0x8A, 0]),
      Row(
        "ESP_LOG_BUFFER_HEXDUMP",
        "I (312) ws: 0x3ffb1000   81 05 68 65 6c 6c 6f                              |..hello|"),
      Row(
        "Mbed TLS",
        "ssl_tls.c:1234: |4| dumping 'input' (7 bytes)\n"
          + "ssl_tls.c:1234: |4| 0000:  81 05 68 65 6c 6c 6f                              ..hello"),
      Row(
        "spew of Go",
        "([]uint8) (len=7 cap=8) {\n 00000000  81 05 68 65 6c 6c 6f                              |..hello|\n}"
      ),
      Row("offsets of fewer digits, hex or decimal", "0: 81 05 68 65 6c\n5: 6c 6f"),
      Row("a dump that starts past 0", "0036  81 05 68 65 6c 6c 6f"),
      Row(
        "a dump with equal rows left out",
        "00000000  82 2e 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n"
          + "00000010  00 00 00 00 00 00 00 00  00 00 00 00 00 00 00 00\n*\n00000030",
        bytes: [0x82, 0x2E] + [UInt8](repeating: 0, count: 46)),
    ])

  private static let lists = NotationTable(
    title: "Lists",
    rows: [
      Row("JSON, JavaScript, Python, Rust {:?}, Swift", "[129, 5, 104, 101, 108, 108, 111]"),
      Row("a typed array of JavaScript", "Uint8Array(7) [\n  129, 5, 104, 101,\n  108, 108, 111\n]"),
      Row("JSON of a typed array", "{\"0\":129,\"1\":5,\"2\":104,\"3\":101,\"4\":108,\"5\":108,\"6\":111}"),
      Row("JSON of Node's Buffer", "{\"type\":\"Buffer\",\"data\":[129,5,104,101,108,108,111]}"),
      Row("Go's fmt", "[129 5 104 101 108 108 111]"),
      Row("Go", "[]byte{0x81, 0x5, 0x68, 0x65, 0x6c, 0x6c, 0x6f}"),
      Row("Java, Kotlin: signed bytes", "[-127, 5, 104, 101, 108, 108, 111]"),
      Row("Java with casts", "new byte[] {(byte) 0x81, 5, 'h', 'e', 'l', 'l', 'o'}"),
      Row("Rust {:x?}", "[81, 5, 68, 65, 6c, 6c, 6f]"),
      Row("Rust", "vec![129u8, 5, 104, 101, 108, 108, 111]"),
      Row("Erlang, Elixir", "<<129,5,\"hello\">>"),
      Row("Elixir: joined", "<<129, 5>> <> \"hello\""),
      Row("Erlang, Elixir: segments of whole bytes", "<<129:8, 5:8, \"hello\"/binary>>"),
      Row("an iolist of Erlang", "[<<129,5>>,\"hello\"]"),
      Row(
        "C, xxd -i",
        "unsigned char frame[] = {\n  0x81, 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f\n};\nunsigned int frame_len = 7;"
      ),
      Row(
        "C arrays of Wireshark",
        "/* Frame (7 bytes) */\nstatic const unsigned char pkt1[7] = {\n0x81, 0x05, 0x68, 0x65, /* ..he */\n"
          + "0x6c, 0x6c, 0x6f        /* llo */\n};"),
      Row("gdb p/x, p/d", "$1 = {0x81, 0x5, 0x68, 0x65, 0x6c <repeats 2 times>, 0x6f}"),
      Row("gdb x/cb", "0x7ffe0010:\t-119 '\\211'\t0 '\\000'", bytes: [0x89, 0]),
      Row("gdb p/c", "$1 = {-119 '\\211', 0 '\\000'}", bytes: [0x89, 0]),
      Row(
        "gdb/MI: -data-read-memory-bytes",
        "^done,memory=[{begin=\"0x7ffe0010\",offset=\"0x0\",end=\"0x7ffe0017\",contents=\"810568656c6c6f\"}]"),
      Row(
        "gdb/MI: -data-read-memory",
        "^done,addr=\"0x7ffe0010\",nr-bytes=\"2\",memory=[{addr=\"0x7ffe0010\",data=[\"0x89\",\"0x00\"]}]",
        bytes: [0x89, 0]),
      Row("lldb", "(uint8_t[2]) frame = {\n  [0] = 0x89\n  [1] = 0x00\n}", bytes: [0x89, 0]),
      Row("var_dump of PHP", "array(2) {\n  [0]=>\n  int(137)\n  [1]=>\n  int(0)\n}", bytes: [0x89, 0]),
      Row("print_r of PHP", "Array\n(\n    [0] => 137\n    [1] => 0\n)", bytes: [0x89, 0]),
      Row("unpack of PHP", "{\"1\":137,\"2\":0}", bytes: [0x89, 0]),
      Row("chr of PHP, Perl and Basic", "chr(129).chr(5).\"hello\""),
      Row(
        "dbg! of Rust",
        "[src/main.rs:4:5] frame = [\n    129,\n    5,\n    104,\n    101,\n    108,\n    108,\n    111,\n]"),
      Row("C#", "var frame = new byte[7] { 129, 5, 104, 101, 108, 108, 111 };"),
      Row("Kotlin", "byteArrayOf(0x81.toByte(), 0x05, 0x68, 0x65, 0x6c, 0x6c, 0x6f)"),
      Row("jshell", "$1 ==> byte[7] { -127, 5, 104, 101, 108, 108, 111 }"),
      Row("array of Python", "array('B', [129, 5, 104, 101, 108, 108, 111])"),
      Row("numpy", "array([129,   5, 104, 101, 108, 108, 111], dtype=uint8)"),
      Row("F#", "[|129uy; 5uy; 104uy; 101uy; 108uy; 108uy; 111uy|]"),
      Row("Erlang in base 16", "<<16#81,16#05,16#68,16#65,16#6c,16#6c,16#6f>>"),
      Row("a browser's console", "Uint8Array(2)\n0: 137\n1: 0\nlength: 2", bytes: [0x89, 0]),
      Row("the debugger of Visual Studio", "{byte[2]}\n    [0]: 137\n    [1]: 0", bytes: [0x89, 0]),
      Row("an index and a number in each line", "0 137\n1 0", bytes: [0x89, 0]),
      Row("assignments of C", "buf[0] = 0x89; buf[1] = 0x00;", bytes: [0x89, 0]),
      Row("dump of Swift", "\u{25BF} 2 elements\n  - 137\n  - 0", bytes: [0x89, 0]),
      Row("Julia", "2-element Vector{UInt8}:\n 0x89\n 0x00", bytes: [0x89, 0]),
      Row("R", " [1] 81 05 68 65\n [5] 6c 6c 6f"),
      Row("Nim", "@[129'u8, 5, 104, 101, 108, 108, 111]"),
      Row("octal numbers", "0201 05 0150 0145 0154 0154 0157"),
      Row("an assembler", "db 81h, 05h, 68h, 65h, 6Ch, 6Ch, 6Fh"),
      Row("numbers alone", "129 5 104 101 108 108 111"),
    ])

  private static let strings = NotationTable(
    title: "Strings",
    rows: [
      Row("Python", "b'\\x81\\x05hello'"), Row("Python", "bytearray(b'\\x81\\x05hello')"),
      Row("C, Go, JavaScript, Ruby", "\"\\x81\\x05\" \"hello\""),
      Row("strace", "read(3, \"\\201\\5hello\", 512) = 7"),
      Row("escaped strings of Wireshark", "\"\\x81\\x05\\x68\\x65\" \\\n\"\\x6c\\x6c\\x6f\""),
      Row("Lua: decimal escapes", "\"\\129\\005hello\""), Row("escapes without quotes", "\\x81\\x05hello"),
      Row("a number in each string", "['0b10001001', '0b0']", bytes: [0x89, 0]),
      Row("toString(16) of JavaScript", "['81', '5', '68', '65', '6c', '6c', '6f']"),
      Row("Data::Dumper of Perl", "$VAR1 = \"\\201\\5hello\";"),
      Row("%q of Go, inspect of Ruby", "\"\\x81\\x05hello\""),
      Row("PostgreSQL in quotes", "'\\x810568656c6c6f'"),
      Row("percent-encoding", "%81%05hello"), Row("character references of HTML", "&#129;&#5;hello"),
      Row("the content of a rule of Snort", "content:\"|81 05|hello\""),
      Row(
        "a log of nginx or Apache",
        "127.0.0.1 - - [27/Nov/2026:10:00:00 +0000] \"\\x81\\x05hello\" 400 157 \"-\" \"-\""),
      Row("Haskell", "\"\\129\\5\\&hello\""),
    ])

  private static let digits = NotationTable(
    title: "Hex digits",
    rows: [
      Row("pairs, with or without signs between them", "81 05 68:65-6c,6c;6f"),
      Row("packed", "810568656c6c6f"),
      Row("packed, in lines of any length", "81056\n8656c\n6c6f"),
      Row("BitConverter of C#", "81-05-68-65-6C-6C-6F"),
      Row("with 0x", "0x81 0x5 0x68 0x65 0x6c 0x6c 0x6f"), Row("with h", "81h 05h 68h 65h 6Ch 6Ch 6Fh"),
      Row("escapes", "\\x81\\x05\\x68\\x65\\x6c\\x6c\\x6f"),
      Row("a Buffer of Node", "<Buffer 81 05 68 65 6c 6c 6f>"),
      Row("an object of Node", "{ type: 'message', data: <Buffer 81 05 68 65 6c 6c 6f> }"),
      Row(
        "a DataView of Node",
        "DataView {\n  byteLength: 2,\n  byteOffset: 0,\n  buffer: ArrayBuffer { [Uint8Contents]: <89 00>, byteLength: 2 }\n}",
        bytes: [0x89, 0]),
      Row("terminal programs for serial lines", "[81][05][68][65][6c][6c][6f]"),
      Row("files of the registry of Windows", "\"frame\"=hex:81,05,68,65,\\\n  6c,6c,6f"),
      Row("binary digits of whole frames", "10001001 00000000", bytes: [0x89, 0]),
      Row("Data of Swift", "{length = 7, bytes = 0x81056865 6c6c6f}"), Row("SQL", "X'810568656c6c6f'"),
      Row("PostgreSQL", "\\x810568656c6c6f"), Row("a call", "bytes.fromhex('81 05 68 65 6c 6c 6f')"),
      Row("quotes, curly ones too", "\u{201C}81 05 68 65 6c 6c 6f\u{201D}"),
    ])

  private static let base64 = NotationTable(
    title: "Base64",
    rows: [
      Row("base64", "gQVoZWxsbw=="), Row("base64url, without padding", "gQVoZWxsbw"),
      Row("in quotes", "\"gQVoZWxsbw==\""),
      Row("whole frames in lines of their own", "gQA=\nggA=", bytes: [0x81, 0, 0x82, 0]),
      Row("MongoDB", "BinData(0, \"gQVoZWxsbw==\")"),
      Row("a data URI", "data:application/octet-stream;base64,gQVoZWxsbw=="),
      Row(
        "YAML of Wireshark",
        "packets:\n  - packet: 1\n    peer: 0\n    timestamp: 1700000000.123456789\n    data: !!binary |\n      gQVoZWxsbw=="
      ),
    ])

  private static let surroundings = NotationTable(
    title: "What may be around them",
    rows: [
      Row("words in front of whole frames", "Received: 81 05 68 65 6c 6c 6f"),
      Row("words of its own in front of each line", "RX: 81 00\nTX: 82 00", bytes: [0x81, 0, 0x82, 0]),
      Row("the time of a log", "10:00:00.123 81 05 68 65 6c 6c 6f"),
      Row("the numbers of a list", "1. 81 00\n2. 82 00", bytes: [0x81, 0, 0x82, 0]),
      Row("the numbers of cat -n and nl", "     1\t81 05 68 65\n     2\t6c 6c 6f"),
      Row("a name", "payload=810568656c6c6f"), Row("a member of JSON", "\"data\": \"gQVoZWxsbw==\""),
      Row("the number of bytes, which must be right", "recv 7 bytes: 81 05 68 65 6c 6c 6f"),
      Row("the number of bytes after them", "81 05 68 65 6c 6c 6f (7 bytes)"),
      Row(
        "logs of Android",
        "11-27 10:00:00.123  1234  1256 D WebSocket: 81 05 68 65\n"
          + "11-27 10:00:00.124  1234  1256 D WebSocket: 6c 6c 6f"),
      Row("ESP_LOG_BUFFER_HEX", "I (312) ws: 81 05 68 65\nI (312) ws: 6c 6c 6f"),
      Row("a code block of Markdown", "```\n81 05 68 65 6c 6c 6f\n```"),
      Row("code in a sentence", "The frame is `81 05 68 65 6c 6c 6f`."),
      Row("bold, and other marks at both ends", "**81 05 68 65 6c 6c 6f**"),
      Row("an element of HTML", "<code>81 05 68 65 6c 6c 6f</code>"),
      Row("code in a forum", "[code]81 05 68 65 6c 6c 6f[/code]"),
      Row("code in Jira", "{noformat}\n81 05 68 65 6c 6c 6f\n{noformat}"),
      Row("comments", "# a frame\n81 05           // header\n68 65 6c 6c 6f  /* payload */"),
      Row("quote marks", "> 81 05 68 65\n> 6c 6c 6f"), Row("the marks of a diff", "+81 05 68 65\n+6c 6c 6f"),
    ])
}
