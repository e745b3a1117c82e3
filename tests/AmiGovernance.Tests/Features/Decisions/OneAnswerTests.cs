using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Decisions;
using AmiGovernance.Core.Features.Trail;
using AmiGovernance.Core.Features.Trail.Backtest;
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
/// One table of calls (tests/data/decisions) through everything that decides calls. What is expected comes from AWS: who is outside of
/// service control policies (Organizations user guide, "SCP effects on permissions"), missing keys (IAM user guide, "Condition
/// operators"), resources of a launch (Service Authorization Reference), Allowed AMIs (EC2 user guide).
/// </summary>
public sealed class OneAnswerTests
{
    private const string Management = "999999999999";
    private static readonly string Folder = RepositoryRoot.File("tests", "data", "decisions");
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly JsonElement Policies = JsonDocument
        .Parse(File.ReadAllText(Path.Combine(Folder, "policies.json")))
        .RootElement;

    /// <summary>A row of the table.</summary>
    private sealed class Row(string line)
    {
        private readonly string[] cells = line.Split(',');

        public string Policies => cells[0];
        public string Action => $"ec2:{cells[1]}";
        public AccountId Account => AccountId.Parse(cells[2]);
        public RegionName Region => RegionName.Parse(cells[7]);
        public string Principal => $"arn:{Partitions.Of(Region).Name()}:iam::{cells[2]}:{cells[3]}";
        public string Image => cells[4];
        public bool IsTemplate => Image.StartsWith("lt-", StringComparison.Ordinal);
        public string Owner => cells[5];
        public string OwnerAccount => cells[6].Length > 0 || !AccountId.IsValid(Owner) ? cells[6] : Owner;
        public DateTimeOffset Time =>
            cells[8].Length > 0 ? DateTimeOffset.Parse(cells[8], CultureInfo.InvariantCulture) : Now;
        public string Decision => cells[9].Split(' ')[0];
        public bool IsMarked => cells[9].EndsWith(" marked", StringComparison.Ordinal);
        public string DependsOn => cells[10];
        public Caller Caller =>
            new(cells[2] == Management, cells[3].Contains("aws-service-role", StringComparison.Ordinal));

        public ImageFacts? Facts =>
            Owner.Length == 0
                ? null
                : new ImageFacts(OwnerAccount, AccountId.IsValid(Owner) ? null : Owner) { ImageId = Image };
    }

    public static TheoryData<string> Lines =>
        [.. File.ReadAllLines(Path.Combine(Folder, "calls.csv")).Where(l => !l.StartsWith('#'))];

    private static Organization Organization(string name)
    {
        var wanted = Policies.GetProperty(name);
        var policies = ImmutableArray.CreateBuilder<OrganizationPolicy>();
        policies.Add(OrganizationPolicy.FullAwsAccess);
        if (wanted.TryGetProperty("scp", out var statements))
            policies.Add(
                new OrganizationPolicy(
                    "p-scp00000",
                    "scp",
                    OrganizationPolicyType.ServiceControlPolicy,
                    $"{{\"Version\":\"2012-10-17\",\"Statement\":{statements.GetRawText()}}}"
                )
            );
        if (wanted.TryGetProperty("state", out var state))
            policies.Add(Declarative(state.GetString() ?? "", wanted.GetProperty("providers").GetRawText()));
        string[] accounts = ["111111111111", "222222222222", Management];
        return new Organization
        {
            Id = "o-abc123xyz0",
            ManagementAccount = AccountId.Parse(Management),
            RootId = "r-ab12",
            Accounts = [.. accounts.Select(a => new OrganizationAccount(AccountId.Parse(a), a, "r-ab12"))],
            Policies = policies.ToImmutable(),
            Attachments =
            [
                .. policies.Select(p => new PolicyAttachment("r-ab12", p.Id)),
                .. accounts.Select(a => new PolicyAttachment(a, OrganizationPolicy.FullAwsAccessId)),
            ],
        };
    }

    private static OrganizationPolicy Declarative(string state, string providers)
    {
        var listed = $"{{\"criteria_1\":{{\"allowed_image_providers\":{{\"@@assign\":{providers}}}}}}}";
        var criteria = providers == "[]" ? "{}" : listed;
        var settings = $"{{\"state\":{{\"@@assign\":\"{state}\"}},\"image_criteria\":{criteria}}}";
        return new OrganizationPolicy(
            "p-ec200000",
            "ec2",
            OrganizationPolicyType.DeclarativePolicyEc2,
            $"{{\"ec2_attributes\":{{\"allowed_images_settings\":{settings}}}}}"
        );
    }

    [Fact]
    public void The_table_is_long_enough() => Assert.True(Lines.Count >= 60);

    [Theory]
    [MemberData(nameof(Lines))]
    public void Every_command_gives_the_same_answer(string line)
    {
        var row = new Row(line);
        var organization = Organization(row.Policies);
        var policies = PolicySet.Of(new OrganizationIndex(organization), row.Account);

        var call = Call(row);
        var explained = Explanation.Of(call, row.Facts, row.Caller, policies);
        var verdict = explained.Verdict;
        var isMarked = explained.Image is { Verdict: ImageVerdict.MarkedOnly };
        Assert.Equal((row.Decision, row.IsMarked), (verdict.Name(), isMarked));
        if (!verdict.IsDenied())
            Assert.Equal(row.DependsOn, string.Join("; ", explained.MissingFacts.Concat(explained.DependsOn)));
        Assert.Equal(Backtested(row), Backtest(row, policies, organization));
        if (row.Owner.Length > 0 || row.Image.Length == 0)
            Assert.Equal(row.Decision, Simulate(row, policies));
        if (
            (explained.IsAllowed || verdict.IsDenied())
            && row.Owner.Length > 0
            && row.Region.Value.StartsWith("us-east", StringComparison.Ordinal)
        )
            Assert.Equal(explained.IsAllowed, SandboxAllows(row, organization));
    }

    private static Ec2Call Call(Row row) =>
        new()
        {
            Action = row.Action,
            Account = row.Account,
            PrincipalArn = row.Principal,
            Partition = Partitions.Of(row.Region),
            Region = row.Region,
            Time = row.Time,
            ImageId = row.IsTemplate || row.Image.Length == 0 ? null : row.Image,
            ImageOwner = row.Facts?.IamOwner,
            ImageOwnerAccount = row.OwnerAccount.Length > 0 ? row.OwnerAccount : null,
            NamedResources = row.IsTemplate
                ?
                [
                    $"arn:{Partitions.Of(row.Region).Name()}:ec2:{row.Region}:{row.Account}:launch-template/{row.Image.Split(':')[0]}",
                ]
                : [],
        };

    private static string Simulate(Row row, PolicySet policies)
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
        return new SimulateCalls(policies, new CallDefaults(row.Region, Now)).Decide(cells).Decision;
    }

    /// <summary>A backtest's words for it.</summary>
    private static string Backtested(Row row)
    {
        if (row.IsMarked)
            return "marked";
        return row.Decision switch
        {
            "allowed" => "",
            "depends" or "unknown" => "undecided",
            _ => "denied",
        };
    }

    private static string Backtest(Row row, PolicySet policies, Organization organization)
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
        var judge = new JudgeCalls(policies, owners, organization.ManagementAccount, Now);
        return judge.Judge(new ReportedCalls(key, "", "", owner, 1, row.Time, row.Time))?.Verdict.Name() ?? "";
    }

    private static bool SandboxAllows(Row row, Organization organization)
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
            Input = new AmiGovernance.Sandbox.Calls.CallInput([], "ec2"),
            Now = row.Time,
            RequestId = "request",
        };
        var owner = AccountId.Parse(row.OwnerAccount.Length > 0 ? row.OwnerAccount : "137112412989");
        var image = new SandboxImage(ImageId.Parse(row.Image), row.Region, owner, "name", Now)
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
