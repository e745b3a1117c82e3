using System.Globalization;
using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
using AmiGovernance.Core.Features.Trail.Reading;
using AmiGovernance.Core.Features.Trail.Recorded;
using AmiGovernance.Core.Policies.Declarative;
using AmiGovernance.Core.Policies.Iam.Evaluation;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports.Trail;
using AmiGovernance.Sandbox.Calls;
using AmiGovernance.Sandbox.Ec2;
using AmiGovernance.Sandbox.Policies;
using AmiGovernance.Sandbox.World;

namespace AmiGovernance.Tests.Features.Decisions;

/// <summary>
/// One table of calls (<see cref="DecisionTable"/>) through everything that answers what becomes of calls: one answer.
/// </summary>
public sealed class OneAnswerTests
{
    public static TheoryData<string> Lines => DecisionTable.Lines;

    [Fact]
    public void The_table_is_long_enough() => Assert.True(Lines.Count >= 60);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_command_gives_the_same_answer(string line)
    {
        var row = new DecisionRow(line);
        var organization = DecisionTable.Organization(row.Policies);
        var policies = PolicySet.Of(new OrganizationIndex(organization), row.Account);

        var explained = Explanation.Of(row.Call, row.Facts, row.Caller, policies);
        Assert.Equal(Expected(row), Answer(explained));
        // Tables of calls and records say nothing of what else a launch names.
        if (row.Named.Length == 0)
            Assert.Equal(Backtested(row), Backtest(row, policies, organization));
        if (row.Named.Length == 0 && !row.IsTemplate)
            Assert.Equal(Expected(row), Simulate(row, policies));
        if (row.Image.Length > 0 && row.Principal.Contains(":role/", StringComparison.Ordinal))
            AssertRecorded(row, policies);
        if (
            (explained.IsAllowed || explained.Verdict.IsDenied())
            && (row.Owner.Length > 0 || row.Image.Length == 0)
            && row.Region.Value.StartsWith("us-east", StringComparison.Ordinal)
        )
            Assert.Equal(explained.IsAllowed, SandboxAllows(row, organization));
    }

    private static (string Decision, string Mark, string DependsOn) Expected(DecisionRow row) =>
        (row.Decision, row.Mark, row.DependsOn);

    private static (string Decision, string Mark, string DependsOn) Answer(Explanation explained) =>
        (
            explained.Verdict.Name(),
            explained.Mark.Name(),
            string.Join("; ", explained.MissingFacts.Concat(explained.DependsOn))
        );

    /// <summary>The call as CloudTrail records it; whose the image is, no record tells.</summary>
    private static void AssertRecorded(DecisionRow row, PolicySet policies)
    {
        if (row.IsTemplate || row.Named.Length == 0 || row.Action != "ec2:RunInstances")
            return;
        var bag = new DiagnosticBag();
        var hints = CallSources.FromEvent(SourceText.FromString("record", RecordedCall.Of(row)), bag);
        Assert.NotNull(hints);
        var input = new Core.Features.Decisions.CallInput
        {
            ImageOwner = row.Owner,
            ImageOwnerAccount = row.OwnerAccount,
        };
        var built = input.Or(hints).Build(new CallDefaults(row.Region, DecisionTable.Now), out _);
        Assert.NotNull(built);
        var caller = new Caller(row.Caller.InManagementAccount, hints.IsServiceLinkedRole);
        Assert.Equal(Expected(row), Answer(Explanation.Of(built.Call, built.Image, caller, policies)));
    }

    private static (string Decision, string Mark, string DependsOn) Simulate(DecisionRow row, PolicySet policies)
    {
        string Text(bool value) => value ? "true" : "false";
        var cells = new Dictionary<string, string>
        {
            ["action"] = row.Action,
            ["account"] = row.Account.Value,
            ["principal"] = row.Principal,
            ["image"] = row.Image,
            ["image_owner"] = row.Owner,
            ["image_owner_account"] = row.OwnerAccount,
            ["region"] = row.Region.Value,
            ["time"] = row.Time.ToString("o", CultureInfo.InvariantCulture),
            ["management_account"] = Text(row.Caller.InManagementAccount),
            ["service_linked_role"] = Text(row.Caller.IsServiceLinkedRole),
        };
        var decided = new SimulateCalls(policies, new CallDefaults(row.Region, DecisionTable.Now)).Decide(cells);
        return (decided.Decision, decided.Mark, decided.DependsOn);
    }

    /// <summary>A backtest's words for it.</summary>
    private static (string Verdict, string DependsOn) Backtested(DecisionRow row)
    {
        if (row.Mark == "marked")
            return ("marked", "");
        if (row.IsMarkOpen)
            return ("undecided", "the image's name");
        return row.Decision switch
        {
            "allowed" => ("", ""),
            "depends" or "unknown" => ("undecided", row.DependsOn),
            _ => ("denied", ""),
        };
    }

    private static (string Verdict, string DependsOn) Backtest(
        DecisionRow row,
        PolicySet policies,
        Organization organization
    )
    {
        var owners = new ImageOwners();
        if (row.Facts is { } facts)
            owners.Add(facts);
        var key = new TrailKey
        {
            Kind = WatchedCalls.Find(WatchedCalls.Ec2, row.Action["ec2:".Length..])?.Kind ?? CallKind.Launch,
            Action = row.Action,
            Account = row.Account.Value,
            Region = row.Region.Value,
            Principal = row.Principal,
            Image = row.Image,
        };
        var owner = row.Facts?.IamOwner ?? ImageOwners.Unknown;
        var judge = new JudgeCalls(policies, owners, organization.ManagementAccount, DecisionTable.Now);
        var judged = judge.Judge(new ReportedCalls(key, "", "", owner, 1, row.Time, row.Time));
        return (judged?.Verdict.Name() ?? "", judged is null ? "" : string.Join("; ", judged.DependsOn));
    }

    private static bool SandboxAllows(DecisionRow row, Organization organization)
    {
        var world = new SandboxWorld(organization, TimeProvider.System);
        var guard = new Guard(world);
        var call = new SandboxCall
        {
            Service = "ec2",
            Operation = row.Action["ec2:".Length..],
            Region = row.Region,
            Caller = new CallerIdentity(row.Account, row.Principal, row.Principal, "AIDA"),
            AccessKey = "AKIA",
            Input = new AmiGovernance.Sandbox.Calls.CallInput(RecordedCall.Parameters(row), "ec2"),
            Now = row.Time,
            RequestId = "request",
        };
        var owner = AccountId.Parse(row.OwnerAccount.Length > 0 ? row.OwnerAccount : "137112412989");
        var id = row.Image.Length > 0 ? row.Image : "ami-00000000000000000";
        var image = new SandboxImage(ImageId.Parse(id), row.Region, owner, "name", DecisionTable.Now)
        {
            OwnerAlias = row.Facts?.OwnerAlias,
        };
        try
        {
            guard.Authorize(call, Ec2Questions.Of(call, image));
            if (AmiGovernance.Core.Policies.Iam.GuardedActions.IsLaunch(row.Action))
                guard.CheckAllowed(image, call.Place);
            return true;
        }
        catch (SandboxException)
        {
            return false;
        }
    }
}
