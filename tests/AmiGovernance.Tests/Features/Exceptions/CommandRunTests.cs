using System.Text;
using AmiGovernance.Aws.Session;
using AmiGovernance.Cli.Features.Exceptions;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Exceptions;
using AmiGovernance.Core.Features.Exceptions.Requests;
using AmiGovernance.Core.Features.Proposals;
using AmiGovernance.Core.Ports;
using AmiGovernance.Tests.Support;

namespace AmiGovernance.Tests.Features.Exceptions;

/// <summary>What the commands that decide, write or send do with their arguments.</summary>
public sealed class CommandRunTests : CommandBench
{
    [Fact]
    public async Task A_request_with_fields_that_nobody_filled_in_is_a_bad_command_line()
    {
        var before = files.Files.Count;
        var draft = new RequestDraft { AccountId = "123456789012" };
        Assert.Equal(ExitCodes.BadCommandLine, await RequestCommand.Run(Context(), Arguments(draft), Cancel));
        Assert.StartsWith("missing: --type, --days, --justification", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, files.Files.Count);
    }

    [Fact]
    public async Task A_decision_without_a_reason_is_a_bad_command_line()
    {
        await Request();
        var before = files.Files.Count;
        Assert.Equal(ExitCodes.BadCommandLine, Decide("Sam Rivera", "sam@company.com", "security-lead", ""));
        Assert.Equal(before, files.Files.Count);
    }

    [Fact]
    public async Task Whoever_asked_cannot_decide()
    {
        await Request();
        var before = files.Files.Count;
        Assert.Equal(ExitCodes.Errors, Decide("Alex Kim", "alex@company.com", "security-lead", "fine"));
        Assert.EndsWith("nothing was decided\n", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, files.Files.Count);
    }

    [Theory]
    [InlineData("fine\nno\n", ExitCodes.No, 0)]
    [InlineData("fine\n\n", ExitCodes.No, 0)]
    [InlineData("fine\nyes\n", ExitCodes.Done, 1)]
    public async Task A_person_at_the_terminal_confirms_what_is_decided(string answers, int exitCode, int records)
    {
        await Request();
        var before = files.Files.Count;
        Assert.Equal(exitCode, Decide("Sam Rivera", "sam@company.com", "security-lead", "", answers));
        Assert.Equal(before + records, files.Files.Count);
        Assert.Contains("AMI Publisher Exception Request CLOUD-1234", error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fine\n")]
    [InlineData("")]
    public async Task An_approver_who_ends_the_input_decides_nothing(string answers)
    {
        await Request();
        var before = files.Files.Count;
        // Somebody sits there all the same.
        git.Author = new GitIdentity("Sam Rivera", "sam@company.com");
        var decision = new DecideInput(Ticket, "security-lead", RequestEvent.Approved, "", Samples.ConfigPath);
        Assert.Throws<OperationCanceledException>(() =>
            DecideCommand.Run(
                Context(answers) with
                {
                    IsInteractive = true,
                },
                new DecideArguments(decision, MayAsk: true, Digest: null),
                Cancel
            )
        );
        Assert.Equal(before, files.Files.Count);
    }

    /// <summary>Within a rebase, or after `git checkout COMMIT`: nobody would push what is committed there.</summary>
    [Fact]
    public async Task Where_no_branch_is_checked_out_nothing_is_asked_for_or_decided()
    {
        await Request();
        var (count, head) = (files.Files.Count, git.Branches["main"]);
        git.IsDetached = true;
        Assert.Equal(ExitCodes.Errors, Decide("Sam Rivera", "sam@company.com", "security-lead", "fine"));
        Assert.Contains("AMI0630: no branch is checked out", error.ToString(), StringComparison.Ordinal);
        Assert.Equal((count, head), (files.Files.Count, git.Branches["main"]));
    }

    [Theory]
    [InlineData(Samples.ConfigPath)]
    [InlineData("config/approvers.json")]
    public async Task A_request_is_not_committed_before_what_it_is_decided_by(string path)
    {
        var text = Encoding.UTF8.GetString(files.Files[path]);
        files.Files.Remove(path);
        git.CommitAll("without it");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
        Write(path, text);
        var (count, head) = (files.Files.Count, git.Branches["main"]);
        await Assert.ThrowsAnyAsync<Exception>(() => Request());
        Assert.Contains($"{path}: error AMI0618", error.ToString(), StringComparison.Ordinal);
        Assert.Equal((count, head), (files.Files.Count, git.Branches["main"]));
    }

    [Fact]
    public async Task What_is_not_approved_is_not_implemented()
    {
        await Request();
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
        var branches = git.Branches.Count;
        Assert.Equal(
            ExitCodes.Errors,
            await ImplementCommand.Run(Context(), new ImplementArguments(Ticket, Proposal), null, Cancel)
        );
        Assert.Contains("AMI0622", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(branches, git.Branches.Count);
    }

    [Fact]
    public async Task Nothing_is_implemented_on_a_branch_that_does_not_know_the_last_deployment()
    {
        await Approved();
        var branches = git.Branches.Count;
        var bench = new RolloutBench().Configure(Samples.Clean, "audit_mode");
        var asked = new List<(int Exit, string Error)>();
        bench.Aws.After = _ => asked.Add(Implement());
        Assert.Equal(0, new RolloutCommands(bench).Apply().ExitCode);

        // From the mark, which is the first change, to the end of the deployment and after it.
        Assert.True(asked.Count > 6);
        Assert.All(asked.Append(Implement()), answer => Assert.Equal(ExitCodes.Errors, answer.Exit));
        Assert.Contains("AMI0516", asked[0].Error, StringComparison.Ordinal);
        Assert.Equal(branches, git.Branches.Count);

        foreach (
            var (path, bytes) in bench.Amigov.Files.Files.Where(f =>
                f.Key.StartsWith("deployments/", StringComparison.Ordinal)
            )
        )
            files.Files[path] = bytes;
        git.CommitAll("what was deployed");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
        Assert.Equal(ExitCodes.Done, Implement().Exit);

        (int Exit, string Error) Implement()
        {
            error.GetStringBuilder().Clear();
            var arguments = new ImplementArguments(Ticket, Proposal);
            var exit = ImplementCommand.Run(Context(), arguments, bench.Aws, Cancel).GetAwaiter().GetResult();
            return (exit, error.ToString());
        }
    }

    [Fact]
    public async Task A_dry_run_shows_the_change_and_makes_no_branch()
    {
        await Approved();
        var (branches, dry) = (git.Branches.Count, Proposal with { DryRun = true });
        Assert.Equal(
            ExitCodes.Done,
            await ImplementCommand.Run(Context(), new ImplementArguments(Ticket, dry), null, Cancel)
        );
        Assert.Contains("Nothing was written.", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(branches, git.Branches.Count);
    }

    [Fact]
    public async Task An_approved_request_is_implemented_extended_and_revoked()
    {
        await Approved();
        Assert.Equal(
            ExitCodes.Done,
            await ImplementCommand.Run(Context(), new ImplementArguments(Ticket, Proposal), null, Cancel)
        );
        const string Branch = "exception/CLOUD-1234-account-123456789012";
        Assert.Equal(git.Branches[Branch], git.Branches[$"origin/{Branch}"]);

        git.Merge(Branch);
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
        var tooLong = new ExtendInput(Ticket, 300, "not done", Samples.ConfigPath, Commit: true);
        Assert.Equal(ExitCodes.Errors, ExtendCommand.Run(Context(), tooLong));
        Assert.EndsWith("nothing was written\n", error.ToString(), StringComparison.Ordinal);

        Assert.Equal(
            ExitCodes.Done,
            await RemoveCommands.Revoke(Context(), new RevokeArguments(Ticket, "moved", Proposal), Cancel)
        );
        Assert.Contains("exception/CLOUD-1234-revoke-account-123456789012", git.Branches.Keys);
    }

    [Theory]
    [InlineData(Ticket)]
    [InlineData("cloud-1234")]
    [InlineData("Cloud_1234")]
    public async Task A_ticket_is_revoked_however_the_entry_spells_it(string given)
    {
        await Implemented();
        Respell("\"CLOUD-1234\"", "\"cloud-1234\"");
        Assert.Equal(
            ExitCodes.Done,
            await RemoveCommands.Revoke(Context(), new RevokeArguments(given, "moved", Proposal), Cancel)
        );
        var branch = git.FilesAt(git.Branches["exception/cloud-1234-revoke-account-123456789012"]);
        Assert.Contains(
            branch.Keys,
            p =>
                p.StartsWith("requests/CLOUD-1234/", StringComparison.Ordinal)
                && p.EndsWith("-revoked.json", StringComparison.Ordinal)
        );
    }

    private void Respell(string from, string to)
    {
        var config = Encoding.UTF8.GetString(files.Files[Samples.ConfigPath]);
        Assert.Contains(from, config, StringComparison.Ordinal);
        Write(Samples.ConfigPath, config.Replace(from, to, StringComparison.Ordinal));
        git.CommitAll("by hand");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
    }

    [Fact]
    public async Task The_command_that_shares_a_branch_names_the_remote_that_was_given()
    {
        await Approved();
        var here = Proposal with { Remote = "upstream", Push = false, Base = "main" };
        await ImplementCommand.Run(Context(), new ImplementArguments(Ticket, here), null, Cancel);
        Assert.Contains(
            "git push upstream exception/CLOUD-1234-account-123456789012",
            output.ToString(),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Where_there_is_nothing_to_start_from_the_options_are_named_that_there_are()
    {
        await Approved();
        var none = Proposal with { Base = "nosuch" };
        await ImplementCommand.Run(Context(), new ImplementArguments(Ticket, none), null, Cancel);
        Assert.Contains("`--target-branch`", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_the_target_branch_demands_is_not_nothing_where_it_cannot_be_read()
    {
        Write("config/exception_process.json", "{ not JSON");
        git.CommitAll("broken");
        git.PushMain("ssh://git@git.company.com/cloud/ami-governance.git");
        Write("config/exception_process.json", "{}");
        var arguments = new CheckArguments(Samples.ConfigPath, new DateOnly(2026, 1, 3), AsText);
        Assert.Equal(ExitCodes.Errors, CheckCommand.Run(Context(), arguments));
        Assert.Contains("origin/main:config/exception_process.json:1:", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_nothing_has_ended_nothing_is_pruned()
    {
        var branches = git.Branches.Count;
        Assert.Equal(ExitCodes.Done, await RemoveCommands.Prune(Context(), Proposal, Cancel));
        Assert.Equal("no exception has ended\n", output.ToString());
        Assert.Equal(branches, git.Branches.Count);
    }

    [Fact]
    public async Task Without_a_channel_nothing_is_reminded_of()
    {
        var aws = new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole);
        var arguments = new RemindArguments(
            Samples.ConfigPath,
            new DateOnly(2026, 1, 3),
            "origin",
            Commit: true,
            DryRun: false,
            aws
        );
        var head = git.Branches["main"];
        Assert.Equal(ExitCodes.Errors, await RemindCommand.Run(Context(), arguments, Cancel));
        Assert.Contains("AMI0643", error.ToString(), StringComparison.Ordinal);
        Assert.Equal(head, git.Branches["main"]);
    }

    [Fact]
    public async Task What_cannot_be_committed_afterwards_is_not_sent()
    {
        Write(
            "config/exception_process.json",
            """{ "reminders": { "mail": { "host": "127.0.0.1", "security": "none", "from": "a@company.com" } } }"""
        );
        var aws = new AwsSettings(null, "us-east-1", AwsSettings.OrganizationAccessRole);
        var day = new DateOnly(2026, 1, 3);
        var arguments = new RemindArguments(Samples.ConfigPath, day, "origin", Commit: true, DryRun: false, aws);
        Assert.Equal(ExitCodes.Errors, await RemindCommand.Run(Context() with { Git = null }, arguments, Cancel));
        Assert.Contains("AMI0630", error.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("sent", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_lock_that_cannot_be_is_not_another_run()
    {
        var context = Context() with { Locks = new NoLocks() };
        Assert.Null(RunLock.Wait(context, RunLock.Exceptions, "exception decision"));
        Assert.Contains(
            "AMI0701: there can be no lock in `.exceptions-lock`: permission denied; nothing was done",
            error.ToString(),
            StringComparison.Ordinal
        );
    }

    private sealed class NoLocks : IRunLocks
    {
        public IDisposable? Take(string folder, string holder, out string? problem)
        {
            problem = "permission denied";
            return null;
        }

        public string Holder(string folder) => "amigov apply, of last year";
    }

    [Fact]
    public void A_check_without_a_configuration_fails()
    {
        files.Files.Remove(Samples.ConfigPath);
        var arguments = new CheckArguments(Samples.ConfigPath, new DateOnly(2026, 1, 3), AsText);
        Assert.Equal(ExitCodes.Errors, CheckCommand.Run(Context(), arguments));
        Assert.Contains("❌ the exceptions cannot be checked", output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_waits_for_too_long_is_an_answer_of_no()
    {
        await Request();
        var late = new ListArguments(Samples.ConfigPath, new DateOnly(2026, 3, 1), Overdue: true, All: false, AsText);
        Assert.Equal(ExitCodes.No, ListCommand.Run(Context(), late));
        Assert.Equal(ExitCodes.Done, ListCommand.Run(Context(), late with { Overdue = false }));
    }

    [Theory]
    [InlineData("arn:aws:sns:eu-central-1:111122223333:ami", true)]
    [InlineData("arn:aws-cn:sns:cn-north-1:111122223333:ami", true)]
    [InlineData("arn:aws:sns::111122223333:ami", false)]
    [InlineData("arn:aws:sns:eu-central-1:11112222333x:ami", false)]
    [InlineData("arn:aws:sqs:eu-central-1:111122223333:ami", false)]
    [InlineData("arn:aws:sns:eu-central-1:111122223333:ami:a-subscription", false)]
    [InlineData("ami", false)]
    public void Only_the_ARN_of_a_topic_is_one(string text, bool isTopic) =>
        Assert.Equal(isTopic, AmiGovernance.Core.Ports.Notifications.TopicArn.TryParse(text, out _));

    [Fact]
    public void A_short_commit_id_has_eight_digits() =>
        Assert.Equal(("01234567", "0123"), (CommitFacts.Short("0123456789"), CommitFacts.Short("0123")));
}
