#!/usr/bin/perl
# run.pl - runs the suites in tests/suite and says which points failed. See README.md here.
#
# A suite is an executable file tests/suite/NN-name that prints TAP on its standard output. Comment
# lines of their own among its first 20 steer it: "# serial" (no other suite beside it), "# all"
# (only with --all or by name), "# limit 300" (seconds; else 120), "# also asan" (once more with the
# programs of build/asan).
#
# Root does not run tests: for root the checkout is copied to a folder of the user nobody, and every
# suite runs there as that user. Anyone else tests the checkout in place.
use v5.36;
use Cwd qw(abs_path);
use File::Basename qw(dirname);
use File::Path qw(make_path);
use File::Temp qw(tempdir);
use Getopt::Long qw(GetOptions);
use IO::Select;
use POSIX qw(WNOHANG setsid);
use TAP::Parser;
use Time::HiRes qw(time sleep);

my $usage = "usage: tests/run.sh [--all] [--jobs N] [--build DIR] [--keep] [--list] [NAME...]\n";
GetOptions(
    'all'     => \my $all,
    'jobs=i'  => \(my $jobs = 2),
    'build=s' => \(my $build = 'build'),
    'keep'    => \my $keep,
    'list'    => \my $list,
) or die $usage;

my $root  = abs_path(dirname(__FILE__) . '/..');
my @drop  = $> == 0 ? qw(setpriv --reuid=65534 --regid=65534 --clear-groups --) : ();
my $start = time;
my $stop  = '';    # the signal that asked us to end
my ($work, $src, @broken);
my %total = (passed => 0, failed => 0, skipped => 0);
$| = 1;
chdir $root or die "run.sh: $root: $!\n";

# ---- which suites ----

# find_suites(): every suite as a hash, in the order of the numbers.
sub find_suites {
    my @found;
    for my $path (sort glob "tests/suite/*") {
        my $name = $path =~ s{.*/}{}r;
        die "run.sh: $path is not called NN-name or cannot be executed\n"
            unless $name =~ /^\d\d-[\w.-]+$/ && -f $path && -x _;
        my %suite = (name => $name, file => $path, limit => 120, build => $build);
        my @also;
        open my $in, '<', $path or die "run.sh: $path: $!\n";
        while (<$in>) {
            $suite{$1} = 1 if /^\W*(serial|all)\s*$/a;
            $suite{limit} = $1 if /^\W*limit (\d+)\s*$/a;
            push @also, $1 if /^\W*also (\w+)\s*$/a;
            last if $. == 20;
        }
        push @found, \%suite;
        push @found, {%suite, name => "$name+$_", build => "$build/$_"} for @also;
    }
    return @found;
}

# choose(NAME...): the suites asked for; "doors" and "30" both mean 30-doors.
sub choose (@names) {
    my @suites = find_suites();
    return grep { $all || !$_->{all} } @suites unless @names;
    my %chosen;
    for my $want (@names) {
        my @match = grep { $_->{name} =~ /^(\d\d-)?\Q$want\E(\+\w+)?$|^\Q$want\E-/ } @suites;
        die "run.sh: no suite '$want'; there are: @{[map { $_->{name} } @suites]}\n" unless @match;
        $chosen{$_->{name}} = 1 for @match;
    }
    return grep { $chosen{$_->{name}} } @suites;
}

# ---- where they run ----

# make_place(): sets $work, the folder of this run, and $src, the checkout the suites see.
sub make_place {
    $work = tempdir('kist-test-XXXXXX', TMPDIR => 1);
    chmod 0755, $work;
    $src = $root;
    return unless @drop;
    $src = "$work/src";
    mkdir $src;
    chown 65534, 65534, $work, $src;
    system('sh', '-c', 'tar --exclude=./.git --exclude=./"$1"/test-log -cf - . | { shift; "$@"; }',
        'sh', $build, @drop, 'tar', '-xf', '-', '-C', $src) == 0
        or die "run.sh: cannot copy the checkout to $work as another user; is TMPDIR open to all?\n";
}

sub remove_place {
    return unless $work;
    return say "kept: $work" if $keep;
    system 'chmod', '-R', 'u+rwX', $work unless @drop;
    system 'rm', '-rf', '--', $work;
    undef $work;
}

# ---- one suite ----

sub launch ($suite) {
    my $own = "$work/$suite->{name}";
    @$suite{qw(tmp log tap begun)} = ("$own/tmp", "$root/$build/test-log/$suite->{name}.log", '', time);
    make_path($suite->{tmp}, "$own/home", dirname($suite->{log}));
    chown 65534, 65534, $own, $suite->{tmp}, "$own/home" if @drop;
    open $suite->{log_to}, '>', $suite->{log} or die "run.sh: $suite->{log}: $!\n";
    # Nothing of the caller's surroundings but what is named here.
    my %env = (
        KIST_SRC              => $src,
        KIST_ALL              => $all ? 1 : '',
        KIST_BUILD            => "$src/$suite->{build}",
        TMPDIR                => $suite->{tmp},
        HOME                  => "$own/home",
        PATH                  => "/usr/bin:/bin:/usr/sbin:/sbin:$ENV{PATH}",
        LANG                  => 'C.UTF-8',
        CMOCKA_MESSAGE_OUTPUT => 'TAP',
        ASAN_OPTIONS          => "log_path=$suite->{tmp}/sanitizer:detect_stack_use_after_return=1",
        LSAN_OPTIONS          => "suppressions=" . $src . "/tests/fake/lsan.supp:print_suppressions=0",
        UBSAN_OPTIONS         => "log_path=$suite->{tmp}/sanitizer:print_stacktrace=1:halt_on_error=1",
        map { exists $ENV{$_} ? ($_ => $ENV{$_}) : () } qw(CI SEED),
    );
    pipe my $out, my $out_w or die;
    pipe my $err, my $err_w or die;
    $suite->{pid} = fork // die "run.sh: fork: $!\n";
    if (!$suite->{pid}) {
        $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
        setsid();
        open STDIN, '<', '/dev/null';
        open STDOUT, '>&', $out_w;
        open STDERR, '>&', $err_w;
        chdir $suite->{tmp};
        %ENV = %env;
        exec @drop, "$src/$suite->{file}" or print STDERR "cannot start: $!\n";
        POSIX::_exit(127);
    }
    $_->blocking(0) for $out, $err;
    $suite->{pipes} = [[$out, '', 1], [$err, '', 0]];    # handle, unfinished line, is it TAP
}

# handles_of(SUITE): those of its pipes that are still open at the other end.
sub handles_of ($suite) {
    return grep { $_ } map { $_->[0] } @{$suite->{pipes}};
}

# take(SUITE): what it has written so far, line by line, into its log and its TAP.
sub take ($suite, $last = 0) {
    for my $pipe (@{$suite->{pipes}}) {
        my ($from, undef, $is_tap) = @$pipe;
        my $n;
        if ($from) { 1 while $n = sysread $from, $pipe->[1], 65536, length $pipe->[1] }
        $pipe->[0] = undef if defined $n;    # 0, the end; undef: nothing more now
        $pipe->[1] .= "\n" if $last && length $pipe->[1];
        while ($pipe->[1] =~ s/^(.*\n)//) {
            my $line = $1;
            $suite->{tap} .= $line if $is_tap;
            $suite->{log_to}->print($line =~ s/\Q$src\E/$root/gr);
        }
    }
}

# processes_of(SUITE): what still runs of it - its process group, and what left that group but has
# the suite's own TMPDIR in its environment.
sub processes_of ($suite) {
    my @pids = kill(0, -$suite->{pid}) ? (-$suite->{pid}) : ();
    for my $dir (glob '/proc/[0-9]*') {
        open my $in, '<', "$dir/environ" or next;
        local $/;
        push @pids, $dir =~ s{/proc/}{}r if (<$in> // '') =~ /(?:^|\0)TMPDIR=\Q$suite->{tmp}\E(?:\/|\0)/;
    }
    return @pids;
}

# what(PID): for people; a negative one is a group.
sub what ($pid) {
    return 'its process group' if $pid < 0;
    open my $in, '<', "/proc/$pid/cmdline" or return $pid;
    return "$pid (" . join(' ', split /\0/, <$in> // '') . ')';
}

# end_processes(SUITE): asks them to stop and, a second later, kills them.
sub end_processes ($suite) {
    kill TERM => processes_of($suite);
    for (1 .. 20) {
        waitpid $suite->{pid}, WNOHANG and $suite->{status} //= $?;
        return unless processes_of($suite);
        sleep 0.05;
    }
    kill KILL => processes_of($suite);
    waitpid $suite->{pid}, WNOHANG;
}

# ---- the verdict ----

sub judge ($suite) {
    my @wrong = @{$suite->{wrong} // []};
    my ($passed, $skipped, @failed) = (0, 0);
    if ($suite->{tap} =~ /\S/) {
        my $parser = TAP::Parser->new({tap => $suite->{tap}});
        while (my $line = $parser->next) {
            push @wrong, $line->as_string if $line->is_bailout;
            next unless $line->is_test;
            $skipped++ if $line->has_skip;
        }
        @failed = $parser->failed;
        $passed = $parser->passed - $skipped;
        push @wrong, $parser->parse_errors;
    }
    push @wrong, 'ran no test' unless $passed + $skipped + @failed;
    my ($signal, $exit) = ($suite->{status} & 127, $suite->{status} >> 8);
    push @wrong, "died of signal $signal" if $signal && !@wrong;
    push @wrong, "exit status $exit" if $exit && !@failed;
    for my $report (glob "$suite->{tmp}/sanitizer.*") {
        push @wrong, 'a sanitizer reported';
        open my $in, '<', $report or next;
        $suite->{log_to}->print(<$in>);
    }
    close $suite->{log_to};
    $total{passed}  += $passed;
    $total{skipped} += $skipped;
    $total{failed}  += @failed + (@wrong > 0);
    my $bad = @failed || @wrong;
    push @broken, $suite if $bad;
    printf "%-6s %6.1f s  %-24s %s\n", $bad ? 'FAILED' : 'ok', time - $suite->{begun}, $suite->{name},
        join ', ', "$passed passed", @failed ? @failed . ' failed' : (),
        $skipped ? "$skipped skipped" : (), @wrong;
    show($suite) if $bad;
}

# show(SUITE): each failed point and sanitizer report with the lines around it, else the end of the log.
sub show ($suite) {
    open my $in, '<', $suite->{log} or return;
    my @lines = <$in>;
    my $is_point = qr/^(not )?ok\b/;
    my $is_bad   = qr/^not ok\b(?!.*#\s*TODO\b)|ERROR: \w+Sanitizer|: runtime error: /i;
    my %shown;
    for my $at (grep { $lines[$_] =~ $is_bad } 0 .. $#lines) {
        my ($from, $to) = ($at, $at);
        $from-- while $from > 0       && $at - $from < 10 && $lines[$from - 1] !~ $is_point;
        $to++   while $to < $#lines && $to - $at < 30   && $lines[$to + 1] !~ $is_point;
        @shown{$from .. $to} = ();
    }
    @shown{($#lines > 25 ? $#lines - 25 : 0) .. $#lines} = () unless %shown;
    my $before = -1;
    for my $at (sort { $a <=> $b } keys %shown) {
        say '    ...' if $at > $before + 1;
        print "    $lines[$at]" if defined $lines[$at];
        $before = $at;
    }
    say "    complete log: $suite->{log}";
}

# ---- the run ----

sub run_all (@queue) {
    my @running;
    @queue = ((grep { !$_->{serial} } @queue), (grep { $_->{serial} } @queue));
    local $SIG{CHLD} = sub { };    # only to wake the select below
    while (!$stop && (@queue || @running)) {
        while (@queue && @running < ($queue[0]{serial} ? 1 : $jobs)) {
            my $suite = shift @queue;
            if (!-d "$src/$suite->{build}") {
                push @broken, $suite;
                $total{failed}++;
                say "FAILED      - s  $suite->{name}: there is no $suite->{build}";
                next;
            }
            launch($suite);
            push @running, $suite;
        }
        my $wait = IO::Select->new(map { handles_of($_) } @running);
        $wait->count ? $wait->can_read(0.2) : sleep 0.05;
        for my $suite (@running) {
            take($suite);
            if (time - $suite->{begun} > $suite->{limit}) {
                push @{$suite->{wrong}}, "killed: not done in $suite->{limit} seconds";
                end_processes($suite);
                $suite->{status} //= 0;
            }
            elsif (waitpid($suite->{pid}, WNOHANG) > 0) {
                $suite->{status} = $?;
                if (my @left = processes_of($suite)) {
                    $suite->{log_to}->print("# left running, now stopped: @{[map { what($_) } @left]}\n");
                    end_processes($suite);
                }
            }
            next unless defined $suite->{status};
            take($suite, 1);
            judge($suite);
        }
        @running = grep { !defined $_->{status} } @running;
    }
    end_processes($_) for @running;
}

my @suites = choose(@ARGV);
if ($list) {
    for my $suite (@suites) {
        say join '  ', $suite->{name}, "limit $suite->{limit}", grep { $suite->{$_} } qw(serial all);
    }
    exit;
}
die "run.sh: there is no $build here; run: make\n" unless -d $build;
my $main = $$;
@SIG{qw(INT TERM HUP PIPE)} = (sub ($name) { $stop = $name }) x 4;

END {
    if (defined $main && $$ == $main) {
        local $?;
        remove_place();
    }
}
make_place();
run_all(@suites);
if ($stop) {
    say "stopped by SIG$stop";
    exit 130;
}
printf "%d suites in %.0f seconds%s\n", scalar @suites, time - $start,
    @broken ? '; failed: ' . join ', ', map { $_->{name} } @broken : '';
say "$total{passed} passed, $total{failed} failed", $total{skipped} ? ", $total{skipped} skipped" : '';
exit($total{failed} || !$total{passed} ? 1 : 0);
