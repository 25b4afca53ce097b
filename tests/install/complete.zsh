# SPDX-License-Identifier: MIT
# zsh -f complete.zsh FOLDER LINE: what an interactive zsh, with the completion of FOLDER, makes of LINE when Tab is pressed.
zmodload zsh/zpty
zpty -b shell zsh -f -i
read_until() { # mark: all that the shell said, in REPLY
    local part
    REPLY=
    repeat 400; do
        while zpty -r -t shell part 2> /dev/null; do REPLY+=$part; done
        [[ $REPLY == *$1* ]] && return 0
        sleep 0.02
    done
    return 1
}
zpty -w shell "fpath=(${(q)1} \$fpath); autoload -Uz compinit; compinit -u -D; cd ${(q)1}; PS1=
tell() { print -r -- \"<<\$BUFFER\"'>>'; }; zle -N tell; bindkey '^X' tell; print REA''DY"
read_until READY || { print "no shell: $REPLY"; exit 1; }
zpty -n -w shell "$2"$'\t\x18'
read_until '>>' || { print "no answer: $REPLY"; exit 1; }
zpty -d shell
REPLY=${REPLY##*<<}
print -r -- "${REPLY%%>>*}"
