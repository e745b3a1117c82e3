using System.Globalization;
using System.Text.Json;
using AmiGovernance.Core.Features.Watch;
using AmiGovernance.Core.Policies.Organizations;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Tests.Features.Watch;

/// <summary>
/// Denials in a trail. The texts of errors are those of the IAM user guide, "Troubleshoot access denied error messages", and of the cases.
/// </summary>
public sealed class WatchDenialsTests
{
    private const string Member = "111111111111";
    private const string Stranger = "999988887777";
    private const string Image = "ami-0123456789abcdef0";
    private const string Role = "arn:aws:sts::111111111111:assumed-role/ci-deploy/gha";

    private static readonly DateTimeOffset Noon = new(2026, 1, 3, 12, 0, 0, TimeSpan.Zero);

    private static string Text(string by) =>
        $"You are not authorized to perform this operation. User: {Role} is not authorized to perform: ec2:RunInstances on resource: "
        + $"arn:aws:ec2:eu-central-1::image/{Image} with an explicit deny in a {by}. Encoded authorization failure message: 4q2Z";

    private static int number;

    private static string Denied(
        string message,
        string code = "Client.UnauthorizedOperation",
        string account = Member,
        string name = "RunInstances",
        DateTimeOffset? at = null
    )
    {
        var id = Interlocked.Increment(ref number);
        return JsonSerializer.Serialize(
            new
            {
                eventVersion = "1.11",
                userIdentity = new
                {
                    type = "AssumedRole",
                    arn = Role,
                    accountId = account,
                    sessionContext = new { sessionIssuer = new { arn = "arn:aws:iam::111111111111:role/ci-deploy" } },
                },
                eventTime = (at ?? Noon).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture),
                eventSource = "ec2.amazonaws.com",
                eventName = name,
                awsRegion = "eu-central-1",
                errorCode = code,
                errorMessage = message,
                requestParameters = new { instancesSet = new { items = new[] { new { imageId = Image } } } },
                eventID = $"00000000-0000-0000-0000-{id:D12}",
                eventType = "AwsApiCall",
                recipientAccountId = account,
                eventCategory = "Management",
            }
        );
    }

    private static WatchBench Bench(NamedContacts? contacts = null, bool enforces = true)
    {
        var bench = new WatchBench(Noon)
        {
            Trail = new WatchedTrail(),
            Contacts = contacts,
            Request = new WatchRequest(Samples.ConfigPath, "one")
            {
                Recipients = [new Recipient("chat", "")],
                WaitsForTrail = true,
            },
        }.Merge(WatchBench.Config("2026-03-01"));
        if (enforces)
            bench.Enforce();
        return bench;
    }

    private static string OurPolicy(WatchBench bench)
    {
        var scp = bench.Ours(OrganizationPolicyType.ServiceControlPolicy);
        return $"service control policy: arn:aws:organizations::998877665544:policy/o-ab12/service_control_policy/{scp.Id}";
    }

    [Fact]
    public void A_denial_by_our_policy_is_told_with_who_what_and_how_to_go_on()
    {
        var bench = Bench();
        bench.Trail!.Add("a.json", Denied(Text(OurPolicy(bench))), Noon);
        var report = bench.Tick();
        Assert.Equal(1, Assert.Single(report.Denied).Count);
        var told = Assert.Single(bench.Told);
        Assert.Equal($"AMI governance: denied in {Member}: ec2:RunInstances of {Image}", told.Subject);
        Assert.Contains(
            "by arn:aws:iam::111111111111:role/ci-deploy in eu-central-1\n",
            told.Body,
            StringComparison.Ordinal
        );
        Assert.Contains("1 call, at 2026-01-03T12:00:00Z\n", told.Body, StringComparison.Ordinal);
        Assert.Contains("denied by: service control policy p-", told.Body, StringComparison.Ordinal);
        Assert.Contains("the owner of the image is not known; find it first", told.Body, StringComparison.Ordinal);
        Assert.Contains($"--image-ids {Image}", told.Body, StringComparison.Ordinal);
    }

    /// <summary>The organization gives it an id that the record of the deployment does not know yet.</summary>
    [Fact]
    public void A_denial_by_a_policy_that_was_just_made_is_told()
    {
        var bench = Bench(enforces: false);
        bench.Trail!.Add("a.json", Denied(Text(OurPolicy(bench)), name: "CreateImage"), Noon);
        Assert.Single(bench.Tick().Denied);
    }

    /// <summary>No service control policy reaches the management account (Organizations user guide, "SCP evaluation").</summary>
    [Fact]
    public void What_is_denied_in_the_management_account_is_none_of_our_service_control_policy()
    {
        var bench = Bench();
        var management = bench.Team.World.Organization.ManagementAccount.Value;
        bench.Trail!.Add("a.json", Denied("Access denied.", account: management, name: "CreateImage"), Noon);
        Assert.Empty(bench.Tick().Denied);
        bench.Trail!.Add("b.json", Denied("Access denied.", name: "CreateImage"), Noon);
        bench.Clock.Now = Noon.AddMinutes(6);
        Assert.Single(bench.Tick().Denied);
    }

    [Theory]
    [InlineData("identity-based policy")]
    [InlineData("permissions boundary")]
    [InlineData("resource-based policy")]
    [InlineData(
        "service control policy: arn:aws:organizations::998877665544:policy/o-ab12/service_control_policy/p-others99"
    )]
    public void A_denial_by_a_policy_of_others_is_none_of_ours(string by)
    {
        var bench = Bench();
        bench.Trail!.Add("a.json", Denied(Text(by)), Noon);
        Assert.Empty(bench.Tick().Denied);
        Assert.Empty(bench.Told);
    }

    [Theory]
    [InlineData("Client.RequestLimitExceeded", "Request limit exceeded.")]
    [InlineData("Client.DryRunOperation", "Request would have succeeded, but DryRun flag is set.")]
    [InlineData("Server.InsufficientInstanceCapacity", "We currently do not have sufficient capacity.")]
    [InlineData("Client.InvalidAMIID.NotFound", "The image id '[ami-0123456789abcdef0]' does not exist")]
    public void What_failed_otherwise_is_no_denial(string code, string message)
    {
        var bench = Bench();
        bench.Trail!.Add("a.json", Denied(message, code), Noon);
        Assert.Empty(bench.Tick().Denied);
    }

    [Fact]
    public void Where_the_record_does_not_name_the_policy_ours_is_asked()
    {
        var bench = Bench();
        bench.Trail!.Add("a.json", Denied(Text("service control policy")), Noon);
        bench.Tick();
        Assert.Contains(
            "denied by: service control policy\n",
            Assert.Single(bench.Told).Body,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void A_denial_by_the_declarative_policy_is_told_by_its_message()
    {
        var bench = Bench();
        var message = bench.Ours(OrganizationPolicyType.DeclarativePolicyEc2).Content;
        var said = JsonDocument
            .Parse(message)
            .RootElement.GetProperty("ec2_attributes")
            .GetProperty("exception_message")
            .GetProperty("@@assign")
            .GetString()!;
        bench.Trail!.Add("a.json", Denied(said, "Client.OperationNotPermitted"), Noon);
        bench.Tick();
        Assert.Contains("denied by: declarative policy", Assert.Single(bench.Told).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_tried_again_is_told_once_and_again_when_it_was_quiet_for_a_week()
    {
        var bench = Bench();
        var by = Text(OurPolicy(bench));
        for (var minutes = 0; minutes < 60; minutes += 6)
        {
            bench.Clock.Now = Noon.AddMinutes(minutes);
            bench.Trail!.Add($"{minutes}.json", Denied(by, at: bench.Clock.Now), bench.Clock.Now);
            Assert.Single(bench.Tick().Denied);
        }
        Assert.Single(bench.Told);

        bench.Clock.Now = Noon.AddDays(9);
        bench.Trail!.Add("later.json", Denied(by, at: bench.Clock.Now), bench.Clock.Now);
        bench.Tick();
        Assert.Equal(2, bench.Told.Count);
    }

    /// <summary>A folder has no clock of its own; S3 tells its own with each answer.</summary>
    [Fact]
    public void A_clock_that_runs_ahead_of_that_of_the_bucket_loses_no_denial()
    {
        var bench = Bench();
        var ahead = TimeSpan.FromHours(1);
        bench.TrailAhead = () => bench.Trail!.Asked.Count > 0 ? -ahead : null;
        var by = Text(OurPolicy(bench));
        bench.Clock.Now = Noon + ahead;
        bench.Tick();

        bench.Trail!.Add("a.json", Denied(by), Noon.AddMinutes(4));
        bench.Clock.Now = Noon + ahead + TimeSpan.FromMinutes(6);
        var report = bench.Tick();
        Assert.Single(report.Denied);
        Assert.Contains("clock", report.Open.Select(o => o.Key));
    }

    [Fact]
    public void A_moment_to_come_is_not_one_up_to_which_was_read()
    {
        var bench = Bench();
        bench.Tick();
        bench.Restart();
        // The clock of the machine before was an hour ahead.
        bench.Clock.Now = Noon.AddHours(-1);
        bench.Trail!.Add("a.json", Denied(Text(OurPolicy(bench)), at: bench.Clock.Now), bench.Clock.Now.AddMinutes(-1));
        Assert.Single(bench.Tick().Denied);
    }

    [Fact]
    public void Another_process_goes_on_where_the_last_one_ended()
    {
        var bench = Bench();
        var by = Text(OurPolicy(bench));
        bench.Trail!.Add("a.json", Denied(by), Noon.AddMinutes(-5));
        bench.Tick();
        bench.Restart();
        bench.Clock.Now = Noon.AddHours(5);
        bench.Trail!.Add("b.json", Denied(by, account: "222222222222"), Noon.AddHours(2));
        Assert.Single(bench.Tick().Denied);
        Assert.Equal(2, bench.Told.Count);
        Assert.Equal(1, bench.Trail.Opened.Count(name => name == "a.json"));
    }

    [Fact]
    public void No_file_is_read_twice_by_one_process()
    {
        var bench = Bench();
        bench.Trail!.Add("a.json", Denied(Text(OurPolicy(bench))), Noon);
        bench.Tick();
        bench.Clock.Now = Noon.AddMinutes(1);
        bench.Tick();
        bench.Clock.Now = Noon.AddMinutes(6);
        bench.Tick();
        Assert.Equal(["a.json"], bench.Trail.Opened);
        Assert.Equal(2, bench.Trail.Asked.Count);
    }

    [Fact]
    public void A_trail_that_cannot_be_read_is_told_and_read_later()
    {
        var bench = Bench();
        bench.Trail!.Failure = new AwsFailure
        {
            Operation = "s3:ListBucket",
            Code = "AccessDenied",
            Message = "Access Denied",
        };
        Assert.Equal(["trail"], bench.Tick().Open.Select(o => o.Key));
        bench.Trail.Add("a.json", Denied(Text(OurPolicy(bench))), Noon.AddMinutes(1));
        bench.Clock.Now = Noon.AddMinutes(20);
        bench.Tick();
        Assert.Contains("the trail cannot be read", Assert.Single(bench.Told).Subject, StringComparison.Ordinal);

        bench.Trail.Failure = null;
        bench.Clock.Now = Noon.AddMinutes(26);
        Assert.Single(bench.Tick().Denied);
        Assert.DoesNotContain("trail", bench.Tick().Open.Select(o => o.Key));
    }

    [Fact]
    public void A_damaged_file_is_told_for_a_denial_may_be_in_it()
    {
        var bench = Bench();
        bench.Trail!.Add("a.json", "{\"Records\":[{\"eventVer", Noon);
        var report = bench.Tick();
        Assert.Equal(["trail-gaps"], report.Open.Select(o => o.Key));
        Assert.Contains("a.json", Assert.Single(bench.Told).Body, StringComparison.Ordinal);
    }

    [Fact]
    public void The_contact_of_the_account_is_told_what_concerns_it_and_nothing_else()
    {
        var accounts = new WatchBench(Noon).Team.World.Organization.Accounts;
        var (first, second) = (accounts[0].Id.Value, accounts[1].Id.Value);
        var bench = Bench(
            new NamedContacts(
                new Dictionary<string, string> { [first] = " ops@team.example ", [second] = "x\r\nBcc: y@z" }
            )
        );
        var by = Text(OurPolicy(bench));
        bench.Trail!.Add("a.json", Denied(by, account: first) + Denied(by, account: second), Noon);
        bench.Tick();
        var mail = Assert.Single(bench.Mails.All);
        Assert.Equal("ops@team.example", mail.To);
        Assert.Contains($"({first}): ec2:RunInstances", mail.Subject, StringComparison.Ordinal);
        Assert.DoesNotContain(second, mail.Body, StringComparison.Ordinal);
        Assert.Equal(new[] { first, second }.Order(), bench.Contacts!.Asked.Order());
    }

    [Fact]
    public void Where_contacts_cannot_be_had_the_others_are_told_all_the_same()
    {
        var accounts = new WatchBench(Noon).Team.World.Organization.Accounts;
        var bench = Bench(new NamedContacts(new Dictionary<string, string>()));
        bench.Contacts!.Failure = new AwsFailure
        {
            Operation = "account:GetAlternateContact",
            Code = "AccessDeniedException",
            Message = "no trusted access",
        };
        bench.Trail!.Add("a.json", Denied(Text(OurPolicy(bench)), account: accounts[0].Id.Value), Noon);
        var report = bench.Tick();
        Assert.Equal(["contacts"], report.Open.Select(o => o.Key));
        Assert.Contains("denied in ", Assert.Single(bench.Told).Body, StringComparison.Ordinal);
        Assert.Empty(bench.Mails.All);
    }

    [Fact]
    public void The_contact_that_cannot_be_had_is_told_beside_those_that_can()
    {
        var accounts = new WatchBench(Noon).Team.World.Organization.Accounts;
        var (first, second) = (accounts[0].Id.Value, accounts[1].Id.Value);
        var bench = Bench(new NamedContacts(new Dictionary<string, string> { [second] = "ops@team.example" }));
        bench.Contacts!.Failure = new AwsFailure
        {
            Operation = "account:GetAlternateContact",
            Code = "TooManyRequests",
            Message = "slower",
        };
        bench.Contacts.FailsFor = first;
        var by = Text(OurPolicy(bench));
        bench.Trail!.Add("a.json", Denied(by, account: first) + Denied(by, account: second), Noon);
        Assert.Equal(["contacts"], bench.Tick().Open.Select(o => o.Key));
        Assert.Contains(bench.Told, t => t.Body.ToString().Contains($"{first}: ", StringComparison.Ordinal));
        Assert.Single(bench.Mails.All);

        // A day later nothing happened that anybody would have to be told.
        bench.Clock.Now = Noon.AddHours(25);
        Assert.Empty(bench.Tick().Open);
    }

    [Fact]
    public void Records_that_say_anything_end_nothing_and_break_no_line()
    {
        var bench = Bench();
        var by = Text(OurPolicy(bench));
        var record = Denied(by)
            .Replace("eu-central-1\",\"errorCode", "eu\\u001b[31m\\nSubject: x\",\"errorCode", StringComparison.Ordinal)
            .Replace(Image + "\"", Image + "\\r\\n<b>\"", StringComparison.Ordinal);
        bench.Trail!.Add("a.json", record, Noon);
        bench.Tick();
        var told = Assert.Single(bench.Told);
        Assert.DoesNotContain('\u001b', told.Body.ToString());
        Assert.DoesNotContain("\nSubject: x", told.Body, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', told.Subject.ToString());
    }

    [Fact]
    public void Who_stands_by_reads_no_trail()
    {
        var bench = Bench();
        bench.Tick();
        var asked = bench.Trail!.Asked.Count;
        var other = bench.Process("two");
        Assert.Equal("one", other().Leader);
        Assert.Equal(asked, bench.Trail.Asked.Count);
    }

    [Fact]
    public void A_huge_name_leaves_room_for_the_other_denials()
    {
        var bench = Bench();
        var by = Text(OurPolicy(bench));
        var huge = Denied(by)
            .Replace("role/ci-deploy\"", $"role/{new string('z', 500_000)}\"", StringComparison.Ordinal);
        bench.Trail!.Add("a.json", huge + Denied(by, account: "222222222222"), Noon);
        bench.Tick();
        var told = Assert.Single(bench.Told);
        Assert.InRange(told.Body.ToString().Length, 1, 5_000);
        Assert.Contains("222222222222", told.Body, StringComparison.Ordinal);
    }
}
