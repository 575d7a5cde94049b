// What is about terminals and needs C: putting one back after a crash or a question, and the width of characters.
#ifndef CTERMINAL_H
#define CTERMINAL_H

// Has the signals that end the process, by a crash or otherwise, put standard input's terminal back as it is now, before they end the process.
void cterminal_guard(void);

// Has the terminal of this descriptor show nothing of what is typed, byte by byte, until `cterminal_show`; a signal that ends the process puts
// it back first. -1 where it is not a terminal.
int cterminal_hide(int terminal);
void cterminal_show(void);

// How many columns a character takes, by the C library's wcwidth in UTF-8, which readline counts with as well; 1 where it does
// not know.
int cterminal_columns(unsigned int scalar);

#endif
