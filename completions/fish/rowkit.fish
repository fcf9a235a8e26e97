# Completion for fish, the part that all rowkit tools share; each tool's own file sources it.

# The columns of the file that the command line names, before the cursor or behind it, as rowcut lists them;
# after the last comma, after "!" and "..".
function __rowkit_columns
    set -l tokens (commandline -po)
    set -l current (commandline -ct)
    set -l reading
    set -l file
    set -l expects
    for token in $tokens[2..]
        if test -n "$expects"
            contains -- $expects -o --output --rejects; or set -a reading $expects $token
            set expects
        else if contains -- $token -f --from -d --delimiter --quote --encoding --skip --comment -o --output --rejects
            set expects $token
        else if string match -qr -- '^(-H|--no-header|--(from|delimiter|quote|encoding|skip|comment)=.*)$' $token
            set -a reading $token
        else if test "$token" != "$current"; and test -f "$token"
            set file $token
        end
    end
    test -n "$file"; or return

    set -l kind (string match -r -- '^["\']' $current)
    set -l word $current
    if test -n "$kind"
        set word (string sub -s 2 -- $current)
    else
        set word (string unescape -- $current)
    end
    set word (string replace -r -- '^--[^=]*=' '' $word)
    set -l lead (string match -r -- '^(?:.*,)?!*(?:[^,]*\.\.)?' "$word")
    rowcut $reading --list -- $file 2>/dev/null | while read -l -d \t number name
        if string match -qr -- '^$|[,`]|^[/! ]| $' "$name"
            set name '`'(string replace -a -- '`' '``' "$name")'`'
        end
        printf '%s%s\tcolumn %s\n' "$lead" $name $number
    end
end

# True where the cursor is at the tool's operand before the files. The arguments are the options that take the
# next word, then "unless", then those in whose presence there is no such operand.
function __rowkit_at_argument
    set -l split (contains -i -- unless $argv)
    set -l valued $argv[1..$split]
    set -l instead $argv[$split..]
    set -l tokens (commandline -pco)
    set -l expects no
    set -l options yes
    for token in $tokens[2..]
        if test $expects = yes
            set expects no
        else if test $options = yes; and test "$token" = --
            set options no
        else if test $options = no; or not string match -qr -- '^-[^0-9]' "$token"
            return 1
        else if contains -- $token $instead
            return 1
        else if contains -- $token $valued
            set expects yes
        end
    end
    return 0
end
