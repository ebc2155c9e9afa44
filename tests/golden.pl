#!/usr/bin/perl
# golden.pl [--write] FILE - run a transcript in the present folder and compare what it gives (TAP).
#
#     # A sentence: what is shown.            begins a point
#     @ 2026-11-24T10:30:00+01:00             sets the clock (KIST_NOW)
#     $ kist tool show 417A                   a command, run by bash
#     what it wrote on standard output
#     ! what it wrote on standard error
#     ? 65                                    its exit code, when not 0
#
# With --write the file is written anew from what the commands give: the difference in git is then the
# change in behaviour, to be read before it is committed. Secrets the program makes are masked.
use v5.36;
use utf8;
use open qw(:std :encoding(UTF-8));

my $write = @ARGV && $ARGV[0] eq '--write' && shift @ARGV;
my $file = shift @ARGV // die "golden.pl [--write] FILE\n";
open my $in, '<', $file or die "$file: $!\n";
chomp(my @lines = <$in>);
close $in;

sub slurp ($name) {
    open my $f, '<', $name or die "$name: $!\n";
    local $/;
    my $all = <$f> // '';
    # A last line without its end would hide in the transcript.
    return map { s/kist_[0-9a-z]{32}/kist_SECRET/gr } map { s/(Pincode.*?: )\d{5,6}\b/$1PIN/gr } split /\n/, $all;
}

# What one command gives, as it stands in a transcript.
sub run ($command) {
    my $code = system 'bash', '-c', "$command >golden.out 2>golden.err </dev/null";
    die "bash: $!\n" if $code == -1;
    my @got = (slurp('golden.out'), map { "! $_" } slurp('golden.err'));
    push @got, $code & 127 ? "? signal " . ($code & 127) : '? ' . ($code >> 8) if $code;
    return @got;
}

my (@new, @points, $title);
for (my $i = 0; $i < @lines;) {
    my $line = $lines[$i++];
    push @new, $line;
    if ($line =~ /^# (.*)/) {
        push @points, {title => $1, bad => []};
    } elsif ($line =~ /^@ (\S+)$/) {
        $ENV{KIST_NOW} = $1;
    } elsif ($line =~ /^\$ (.*)/) {
        my ($command, @want) = ($1);
        push @want, $lines[$i++] while $i < @lines && $lines[$i] ne '' && $lines[$i] !~ /^[#\$@] /;
        my @got = map { $_ eq '' ? '|' : $_ } run($command);    # an empty line would end the command
        push @new, @got;
        die "$file: a command before the first point\n" unless @points;
        next if join("\n", @want) eq join("\n", @got);
        push @{$points[-1]{bad}}, "\$ $command", (map { "want: $_" } @want), (map { " got: $_" } @got);
    }
}
unlink 'golden.out', 'golden.err';
if ($write) {
    open my $out, '>', $file or die "$file: $!\n";
    say $out $_ for @new;
    close $out or die "$file: $!\n";
    exit;
}
say '1..' . @points;
my $n = 0;
for my $p (@points) {
    say @{$p->{bad}} ? 'not ok' : 'ok', ' ', ++$n, ' - ', $p->{title};
    say "# $_" for @{$p->{bad}};
}
