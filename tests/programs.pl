#!/usr/bin/perl
# programs.pl PROGRAM... - run test programs that print TAP one after the other, as one TAP stream:
# the points renumbered and named after their program, one more point failed for each program that
# dies, breaks its plan or tests nothing.
use v5.36;
use TAP::Parser;

my ($count, $failed) = (0, 0);
$| = 1;

sub point ($ok, $what) {
    $count++;
    $failed++ unless $ok;
    say $ok ? 'ok' : 'not ok', " $count - $what";
}

for my $program (@ARGV) {
    my $name = $program =~ s{.*/}{}r;
    if (!-x $program) {
        point(0, "$name: there is no such program");
        next;
    }
    my $parser = TAP::Parser->new({exec => [$program]});
    while (my $line = $parser->next) {
        if ($line->is_test) {
            my $what = $line->description =~ s/^- //r;
            $what =~ tr/_/ / unless $what =~ / /;    # a C function's name, read as a sentence
            point($line->is_actual_ok || $line->has_skip,
                "$name: $what" . ($line->directive ? ' # ' . $line->directive . ' ' . $line->explanation : ''));
        }
        elsif (!$line->is_plan) {
            say $line->raw;
        }
    }
    my @wrong = $parser->parse_errors;
    push @wrong, 'died of signal ' . ($parser->wait & 127) if $parser->wait & 127;
    push @wrong, 'exit status ' . $parser->exit if $parser->exit && !$parser->failed && !@wrong;
    push @wrong, 'tested nothing' unless $parser->tests_run || @wrong;
    point(0, "$name: " . join ', ', @wrong) if @wrong;
}
say "1..$count";
exit($failed ? 1 : 0);
