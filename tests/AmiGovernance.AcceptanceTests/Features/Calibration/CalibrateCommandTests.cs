using System.Collections.Immutable;
using System.Text;
using AmiGovernance.AcceptanceTests.Support;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Governance.Generation;
using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.AcceptanceTests.Features.Calibration;

/// <summary>The command: what it shows and asks before, what it refuses, and what becomes of the answers.</summary>
public sealed class CalibrateCommandTests : IDisposable
{
    private readonly Amigov amigov = new();
    private CalibrationBench bench = new("launch-denied=UnsupportedOperation denial-text=without");

    public CalibrateCommandTests() => amigov.Sandbox = bench.Server;

    public void Dispose()
    {
        bench.Dispose();
        amigov.Dispose();
    }

    /// <summary>Another organization in the place of the first.</summary>
    private void In(string assumptions)
    {
        bench.Dispose();
        bench = new CalibrationBench(assumptions);
        amigov.Sandbox = bench.Server;
    }

    private (int ExitCode, string Out, string Error) Calibrate(params string[] more) =>
        amigov.Run([
            "calibrate",
            "--account",
            CalibrationBench.Throwaway.Value,
            "--second-account",
            CalibrationBench.Second.Value,
            .. more,
        ]);

    private string File(string path) => Encoding.UTF8.GetString(amigov.Files.Files[path]);

    [Fact]
    public void Without_an_account_it_lists_and_does_nothing()
    {
        var (code, output, _) = amigov.Run(["calibrate"]);
        Assert.Equal(0, code);
        Assert.Contains("launch-denied: Which error code", output, StringComparison.Ordinal);
        Assert.Contains("24 experiments, about 101 minutes.", output, StringComparison.Ordinal);
        Assert.Equal(0, bench.Server.Requests);
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("210987654321")]
    [InlineData("")]
    [InlineData("320987654321\nyes")]
    [InlineData("320987654321\n320987654321")]
    [InlineData("430987654321\n320987654321")]
    public void Anything_but_both_accounts_is_no(string answer)
    {
        (amigov.IsInteractive, amigov.Input) = (true, $"{answer}\n");
        var (code, output, error) = Calibrate();
        Assert.Equal(3, code);
        Assert.Contains("Makes, tags and removes again", output, StringComparison.Ordinal);
        Assert.Contains("nothing was done", error, StringComparison.Ordinal);
        Assert.Empty(bench.World.Organization.Policies.Where(p => !p.AwsManaged));
    }

    [Fact]
    public void Nobody_to_ask_is_no()
    {
        var (code, _, error) = Calibrate();
        Assert.Equal(3, code);
        Assert.Contains("`--yes` confirms where nobody can be asked", error, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_measured_is_what_the_others_go_by()
    {
        (amigov.IsInteractive, amigov.Input) = (true, $"{CalibrationBench.Throwaway}\n{CalibrationBench.Second}\n");
        var (code, output, error) = Calibrate();
        Assert.True(code == 0, output + error);
        Assert.Contains("UnsupportedOperation", output, StringComparison.Ordinal);
        Assert.Contains("removed:", output, StringComparison.Ordinal);
        Assert.Empty(bench.Left());

        var (refused, _, unsigned) = amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws"]);
        Assert.Equal(1, refused);
        Assert.Contains("AMI1142", unsigned, StringComparison.Ordinal);
        Assert.DoesNotContain(amigov.Files.Files.Keys, path => path.StartsWith("facts/", StringComparison.Ordinal));

        Assert.Equal(0, amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--unsigned"]).ExitCode);
        Assert.Contains("UnsupportedOperation", File("facts/aws/launch-denied.json"), StringComparison.Ordinal);
        var facts = amigov.Run(["facts", "--output", "markdown"]).Out;
        Assert.Matches(
            @"\| blocked-launch \| UnsupportedOperation \| not of AWS \| NOT answered by AWS, cassette [0-9a-f]{12}, us-east-1",
            facts
        );
        Assert.Contains("| attachments | 10 | documented |", facts, StringComparison.Ordinal);
    }

    [Fact]
    public void In_the_repository_of_amigov_the_page_of_corrections_is_marked()
    {
        const string Page = "docs/corrections.md";
        amigov.With(Page, System.IO.File.ReadAllText(RepositoryRoot.File("docs", "corrections.md")));
        Assert.Equal(0, Calibrate("--yes", "--experiment", "launch-denied").ExitCode);
        // Of a sandbox nothing is marked.
        Assert.Equal(0, amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--unsigned"]).ExitCode);
        Assert.DoesNotContain("(**measured**", File(Page), StringComparison.Ordinal);
        amigov.With("cassette.json", File("cassette.json").Replace("\"another\"", "\"aws\"", StringComparison.Ordinal));
        Assert.Equal(0, amigov.Run(["calibrate", "--import", "cassette.json", "--unsigned"]).ExitCode);
        const string Mark = "(**measured**: launch-denied in aws is `UnsupportedOperation`)";
        Assert.Contains($"`fact:blocked-launch` {Mark}", File(Page), StringComparison.Ordinal);
        Assert.Contains($"\n1. {Mark} The error code", File(Page), StringComparison.Ordinal);

        amigov.With(Page, "# Corrections of our own\n");
        Assert.Equal(0, amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--unsigned"]).ExitCode);
        Assert.Equal("# Corrections of our own\n", File(Page));
    }

    [Fact]
    public void A_contradiction_is_shown_and_not_taken_over()
    {
        Assert.Equal(0, Calibrate("--yes").ExitCode);
        Assert.Equal(0, amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--unsigned"]).ExitCode);
        In("launch-denied=OperationNotPermitted denial-text=without");
        Assert.Equal(0, Calibrate("--yes", "--to", "other.json").ExitCode);

        var (code, _, error) = amigov.Run(["calibrate", "--import", "other.json", "--not-aws", "--unsigned"]);
        Assert.Equal(1, code);
        Assert.Contains("launch-denied is `OperationNotPermitted` here", error, StringComparison.Ordinal);
        Assert.Contains("was `UnsupportedOperation` before", error, StringComparison.Ordinal);
        Assert.DoesNotContain("denial-text", error, StringComparison.Ordinal);
        Assert.Contains("UnsupportedOperation", File("facts/aws/launch-denied.json"), StringComparison.Ordinal);

        Assert.Equal(
            0,
            amigov.Run(["calibrate", "--import", "other.json", "--not-aws", "--unsigned", "--replace"]).ExitCode
        );
        Assert.Contains("OperationNotPermitted", File("facts/aws/launch-denied.json"), StringComparison.Ordinal);
    }

    /// <summary>By an SSH key that is made here, with the `ssh-keygen` of this machine.</summary>
    [Fact]
    public void A_signed_cassette_counts_by_its_key_alone()
    {
        var keys = Directory.CreateTempSubdirectory("amigov-keys-");
        try
        {
            var key = Path.Combine(keys.FullName, "lab");
            Tool.Run("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "lab", "-f", key]);
            var signers = $"lab@company.com namespaces=\"amigov-cassette\" {System.IO.File.ReadAllText($"{key}.pub")}";
            amigov.With("signers", signers);
            var refused = Calibrate("--yes", "--experiment", "launch-denied", "--sign-key", $"{key}.none");
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains("no cassette can be signed with it", refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("cassette.json", amigov.Files.Files.Keys);

            var made = Calibrate("--yes", "--experiment", "launch-denied", "--sign-key", key);
            Assert.True(made.ExitCode == 0, made.Error);
            Assert.Equal(
                0,
                amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--key", "signers"]).ExitCode
            );
            Assert.Contains("lab@company.com", File("facts/aws/launch-denied.json"), StringComparison.Ordinal);

            amigov.With(
                "cassette.json",
                File("cassette.json").Replace("us-east-1", "us-east-2", StringComparison.Ordinal)
            );
            var (code, _, error) = amigov.Run([
                "calibrate",
                "--import",
                "cassette.json",
                "--not-aws",
                "--key",
                "signers",
            ]);
            Assert.Equal(1, code);
            Assert.Contains("AMI1142", error, StringComparison.Ordinal);
        }
        finally
        {
            keys.Delete(recursive: true);
        }
    }

    /// <summary>Who changes an answer in a cassette changes what it rests on, and nothing else is believed.</summary>
    [Fact]
    public void A_cassette_is_believed_by_its_calls_alone()
    {
        Assert.Equal(0, Calibrate("--yes", "--experiment", "launch-denied").ExitCode);
        amigov.With(
            "forged.json",
            File("cassette.json").Replace("UnsupportedOperation", "Sure", StringComparison.Ordinal)
        );
        var (code, _, error) = amigov.Run(["calibrate", "--import", "forged.json", "--unsigned", "--not-aws"]);
        Assert.Equal(1, code);
        Assert.Contains("its calls answer no experiment", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("{\"format_version\":\"2.0\"}")]
    [InlineData(
        "{\"format_version\":\"1.0\",\"made_on\":\"2026-13-01\",\"partition\":\"moon\",\"region\":7,\"known\":[],\"calls\":{}}"
    )]
    [InlineData(
        "{\"format_version\":\"1.0\",\"made_on\":\"2026-01-01\",\"partition\":\"aws\",\"region\":\"us-east-1\",\"known\":{},\"calls\":[7,{}]}"
    )]
    [InlineData(
        "{\"format_version\":\"1.0\",\"made_on\":\"2026-01-01\",\"partition\":\"aws\",\"region\":\"here\",\"known\":{},"
            + "\"calls\":[]}"
    )]
    [InlineData(
        "{\"format_version\":\"1.0\",\"made_on\":\"2026-01-01\",\"partition\":\"aws\",\"region\":\"us-gov-west-1\","
            + "\"known\":{\"run\":\"a\"},\"calls\":[]}"
    )]
    [InlineData(
        "{\"format_version\":\"1.0\",\"made_on\":\"2026-01-01\",\"partition\":\"aws\",\"region\":\"us-east-1\","
            + "\"known\":{\"run\":\"{a}{a}\",\"a\":\"{b}{b}\"},\"calls\":[]}"
    )]
    public void What_is_no_cassette_is_told(string text)
    {
        var (code, _, error) = amigov.With("c.json", text).Run(["calibrate", "--import", "c.json", "--unsigned"]);
        Assert.Equal(1, code);
        Assert.Contains("c.json", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_measured_fact_that_is_not_understood_is_left_out()
    {
        Assert.Equal(0, Calibrate("--yes", "--experiment", "launch-denied").ExitCode);
        Assert.Equal(0, amigov.Run(["calibrate", "--import", "cassette.json", "--not-aws", "--unsigned"]).ExitCode);
        const string Path = "facts/aws/launch-denied.json";
        amigov.With(Path, File(Path).Replace("UnsupportedOperation", "Sometimes", StringComparison.Ordinal));
        var (code, output, error) = amigov.Run(["facts", "--output", "markdown"]);
        Assert.Equal(0, code);
        Assert.Contains("AMI1144", error, StringComparison.Ordinal);
        Assert.Contains(
            "| blocked-launch | OperationNotPermitted, InvalidAMIID.NotFound,",
            output,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, string> Refused =>
        new()
        {
            { "management", "is the management account" },
            { "stranger", "is no account of the organization" },
            { "large", "the organization has 13 accounts" },
            { "governed", "the organization has policies of amigov" },
            { "disabled", "policies of type DECLARATIVE_POLICY_EC2 are not enabled" },
            { "attached", "policies are attached to" },
            { "above", "reaches 320987654321 from above" },
            { "images", "has images of its own in us-east-1" },
            { "elsewhere", "has images of its own in eu-west-1" },
            { "suspended", "is SUSPENDED and not in use" },
        };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_somebody_may_need_is_refused(string case_, string why)
    {
        var account = Prepare(case_);
        var before = bench.World.Organization;
        var (code, output, error) = amigov.Run(["calibrate", "--account", account.Value, "--yes"]);
        Assert.Equal(1, code);
        Assert.Contains("AMI1140", error, StringComparison.Ordinal);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Same(before, bench.World.Organization);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void The_second_account_is_refused_for_the_same(string case_, string why)
    {
        var account = Prepare(case_);
        var before = bench.World.Organization;
        var first = CalibrationBench.Second.Value;
        var (code, output, error) = amigov.Run([
            "calibrate",
            "--account",
            first,
            "--second-account",
            account.Value,
            "--yes",
        ]);
        Assert.Equal(1, code);
        Assert.Contains(why, error, StringComparison.Ordinal);
        Assert.Contains($"--account {first} --second-account {account} --clean-up", error, StringComparison.Ordinal);
        Assert.Empty(output);
        Assert.Same(before, bench.World.Organization);
    }

    /// <summary>An account cannot share an image with itself.</summary>
    [Fact]
    public void Two_accounts_are_two()
    {
        var first = CalibrationBench.Throwaway.Value;
        var (code, _, error) = amigov.Run(["calibrate", "--account", first, "--second-account", first, "--yes"]);
        Assert.Equal(2, code);
        Assert.Contains("--second-account is the account of --account", error, StringComparison.Ordinal);
        Assert.Equal(2, amigov.Run(["calibrate", "--second-account", first]).ExitCode);
        Assert.Equal(0, bench.Server.Requests);
    }

    [Fact]
    public void With_one_account_it_says_what_stays_open()
    {
        var (code, output, error) = amigov.Run([
            "calibrate",
            "--account",
            CalibrationBench.Throwaway.Value,
            "--yes",
            "--experiment",
            "none-provider",
            "--experiment",
            "shared-owner",
        ]);
        Assert.True(code == 4, output + error);
        const string Open = "Not settled without a second account (`--second-account`): shared-owner.";
        Assert.Contains(Open, output, StringComparison.Ordinal);
        Assert.Contains("it needs a second account, which was not named", output, StringComparison.Ordinal);
        Assert.Contains("1 experiment, about 1 minute.", output, StringComparison.Ordinal);
    }

    private AccountId Prepare(string what)
    {
        var world = bench.World;
        var organization = world.Organization;
        var policy = new OrganizationPolicy("p-12345678", "other", OrganizationPolicyType.ServiceControlPolicy, "{}");
        switch (what)
        {
            case "management":
                return CalibrationBench.Management;
            case "stranger":
                return AccountId.Parse("555566667777");
            case "large":
                var more = Enumerable
                    .Range(1, 10)
                    .Select(i => new OrganizationAccount(AccountId.Parse($"{i:d12}"), $"a{i}", organization.RootId));
                world.Organization = organization with { Accounts = [.. organization.Accounts, .. more] };
                break;
            case "governed":
                var tags = ImmutableSortedDictionary<string, string>.Empty.Add(DesiredState.OwnerTag, "true");
                world.Organization = organization with
                {
                    Policies = organization.Policies.Add(policy with { Tags = tags }),
                };
                break;
            case "suspended":
                var closed = organization.Accounts.First(a => a.Id == CalibrationBench.Throwaway);
                world.Organization = organization with
                {
                    Accounts = organization.Accounts.Replace(closed, closed with { State = AccountState.Suspended }),
                };
                break;
            case "disabled":
                world.Organization = organization with { EnabledTypes = [OrganizationPolicyType.ServiceControlPolicy] };
                break;
            case "attached":
                world.Organization = organization with
                {
                    Policies = organization.Policies.Add(policy),
                    Attachments = organization.Attachments.Add(
                        new PolicyAttachment(CalibrationBench.Throwaway.Value, policy.Id)
                    ),
                };
                break;
            case "above":
                world.Organization = organization with
                {
                    Policies = organization.Policies.Add(policy),
                    Attachments = organization.Attachments.Add(
                        new PolicyAttachment(organization.Units[0].Id, policy.Id)
                    ),
                };
                break;
            default:
                var image = world.Ec2.Images.First();
                world.Ec2.Put(
                    image with
                    {
                        Id = ImageId.Parse("ami-0000000000000000a"),
                        OwnerId = CalibrationBench.Throwaway,
                        Region = what == "elsewhere" ? RegionName.Parse("eu-west-1") : image.Region,
                    }
                );
                break;
        }
        return CalibrationBench.Throwaway;
    }
}
