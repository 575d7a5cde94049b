// What is about terminals and needs C: putting one back after a crash, and the width of characters.
#ifndef CTERMINAL_H
#define CTERMINAL_H

// Has the signals that end the process, by a crash or otherwise, put standard input's terminal back as it is now, before they end the process.
void cterminal_guard(void);

// How many columns a character takes, by the C library's wcwidth in UTF-8, which readline counts with as well; 1 where it does
// not know.
int cterminal_columns(unsigned int scalar);

#endif
