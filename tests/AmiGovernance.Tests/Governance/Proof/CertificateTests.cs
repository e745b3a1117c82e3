using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace AmiGovernance.Tests.Governance.Proof;

/// <summary>
/// What `prove --certificate` writes is accepted by the checker, which knows nothing of the prover; whatever says something else is not,
/// with all hashes recomputed.
/// </summary>
public sealed class CertificateTests(ITestOutputHelper log)
{
    public static TheoryData<string, string> Cases =>
        new()
        {
            { nameof(Samples.Governance), "enabled" },
            { nameof(Samples.Governance), "audit_mode" },
            { nameof(Samples.Runbook), "enabled" },
            { nameof(Samples.Runbook), "audit_mode" },
            { nameof(Samples.Clean), "enabled" },
            { nameof(CertifiedCase.Everything), "enabled" },
            { nameof(CertifiedCase.Everything), "audit_mode" },
            { nameof(CertifiedCase.Restoring), "enabled" },
            { nameof(CertifiedCase.Copying), "enabled" },
            { nameof(CertifiedCase.RestoringAndCopying), "enabled" },
            { nameof(CertifiedCase.RestoringAndCopying), "audit_mode" },
        };

    private static readonly ConcurrentDictionary<(string Name, string Mode), CertifiedCase> Certified = new();

    private static CertifiedCase Case(string name, string mode) =>
        Certified.GetOrAdd((name, mode), key => Certify(key.Name, key.Mode));

    private static CertifiedCase Certify(string name, string mode) =>
        CertifiedCase.Of(
            name switch
            {
                nameof(Samples.Governance) => Samples.Governance,
                nameof(Samples.Runbook) => Samples.Runbook,
                nameof(Samples.Clean) => Samples.Clean,
                nameof(CertifiedCase.Nothing) => CertifiedCase.Nothing,
                nameof(CertifiedCase.Restoring) => CertifiedCase.Restoring,
                nameof(CertifiedCase.Copying) => CertifiedCase.Copying,
                nameof(CertifiedCase.RestoringAndCopying) => CertifiedCase.RestoringAndCopying,
                nameof(CertifiedCase.Narrow) => CertifiedCase.Narrow,
                _ => CertifiedCase.Everything,
            },
            mode
        );

    [Theory]
    [MemberData(nameof(Cases))]
    [InlineData(nameof(CertifiedCase.Nothing), "enabled")]
    [InlineData(nameof(CertifiedCase.Narrow), "enabled")]
    [InlineData(nameof(CertifiedCase.Nothing), "audit_mode")]
    public void What_is_proven_is_accepted(string name, string mode) => Assert.Null(Case(name, mode).Rejection);

    /// <summary>Of the removals every fourth, with `full` all; of the other changes a sample.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    [InlineData(nameof(CertifiedCase.Nothing), "enabled")]
    [InlineData(nameof(CertifiedCase.Narrow), "enabled")]
    public void A_change_of_a_class_a_verdict_or_a_statement_is_rejected(string name, string mode)
    {
        var certified = Case(name, mode);
        var all = CertificateEdits.Of(certified.Certificate).ToList();
        var removals = all.Where(e => e.IsRemoval).ToList();
        var others = all.Where(e => !e.IsRemoval).ToArray();
        new Random(TestScale.DecisionSeed).Shuffle(others);
        List<Edit> edits =
        [
            .. removals.Where((_, i) => TestScale.Takes(i, oneIn: 4)),
            .. others.Take(TestScale.Samples(100)),
        ];
        Assert.Equal(Count(certified.Certificate), removals.Count);
        Assert.Empty(Accepted(certified, edits));
        log.WriteLine(
            $"{edits.Count} of {all.Count} changes rejected, removals of the {removals.Count} classes among them"
        );
    }

    private static int Count(JsonNode certificate) =>
        certificate["requests"]!.AsArray().Sum(r => r!["classes"]!.AsArray().Count);

    private static IEnumerable<string> Accepted(CertifiedCase certified, IEnumerable<Edit> edits) =>
        edits.Where(e => certified.WithCertificate(e.Of(certified.Certificate)).Rejection is null).Select(e => e.Name);

    /// <summary>About as much as AWS's quotas let through.</summary>
    [Fact]
    public void Two_hundred_publishers_and_five_hundred_exceptions_are_certified()
    {
        var many = CertifiedCase.Many(publishers: TestScale.Size(200), exceptions: TestScale.Size(500));
        var certified = CertifiedCase.Of(many, "enabled");
        Assert.Null(certified.Rejection);
        var classes = Count(certified.Certificate);
        log.WriteLine($"{classes} classes, {certified.Size} bytes");
        Assert.InRange(certified.Size, TestScale.Size(10_000), 200_000);
        var all = CertificateEdits.Of(certified.Certificate).ToLookup(e => e.IsRemoval);
        var others = all[false].ToArray();
        new Random(TestScale.DecisionSeed).Shuffle(others);
        Assert.Equal(classes, all[true].Count());
        var removals = all[true].Where((_, i) => TestScale.Takes(i, oneIn: 4));
        Assert.Empty(Accepted(certified, removals.Concat(others.Take(TestScale.Samples(50)))));
    }

    /// <summary>
    /// Every fourth, with `full` all, each with the hash of the new document in the certificate. Every statement of these decides
    /// something.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void A_change_of_a_document_is_rejected(string name, string mode)
    {
        var certified = Case(name, mode);
        var accepted = DocumentEdits
            .Of(certified)
            .Where((_, i) => TestScale.Takes(i, oneIn: 4))
            .Where(e => e.Changed.Rejection is null)
            .Select(e => e.Name)
            .ToList();
        Assert.Empty(accepted);
    }

    [Fact]
    public void A_document_with_another_hash_is_rejected()
    {
        var certified = Case(nameof(Samples.Governance), "enabled");
        foreach (var document in certified.Certificate["documents"]!.AsObject().Select(d => d.Key))
        {
            var changed = certified.Certificate;
            changed["documents"]![document] = new string('0', 64);
            Assert.Contains(document, certified.WithCertificate(changed).Rejection, StringComparison.Ordinal);
            changed["documents"]!.AsObject().Remove(document);
            Assert.Contains(document, certified.WithCertificate(changed).Rejection, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("format_version", "2.0")]
    [InlineData("as_of", "[]")]
    [InlineData("proven", "[1, 2, 3, 4, 5, 6, 7]")]
    [InlineData("proven", "[1, 2, 3, 4, 5, 6, 7, 8, 9]")]
    [InlineData("proven", "[]")]
    [InlineData("managed_service_accounts", """[ "123456738923" ]""")]
    [InlineData("requests", "[]")]
    [InlineData("more", "1")]
    public void What_the_certificate_says_besides_is_checked(string member, string value)
    {
        var certified = Case(nameof(Samples.Governance), "enabled");
        var changed = certified.Certificate;
        changed[member] = member == "format_version" ? value : JsonNode.Parse(value);
        Assert.NotNull(certified.WithCertificate(changed).Rejection);
    }

    /// <summary>A certificate that is right for the policies is none when the configuration asks for more than they do.</summary>
    [Theory]
    [InlineData("deny_foreign_image_copies", 13, "copy")]
    [InlineData("restore_roles", 14, "launch")]
    public void What_the_configuration_wants_besides_is_missed(string setting, int guarantee, string kind)
    {
        var certified = Case(nameof(CertifiedCase.Everything), "enabled");
        var wanted = JsonNode.Parse(CertifiedCase.RestoringAndCopying)!;
        var config = certified.Config;
        if (guarantee == 14)
            config[setting] = wanted[setting]!.DeepClone();
        else
            config["policy_config"]![setting] = true;
        var changed = certified.WithConfig(config);
        var certificate = changed.Certificate;
        certificate["proven"]!.AsArray().Add((JsonNode)guarantee);
        var rejection = changed.WithCertificate(certificate).Rejection;
        Assert.StartsWith(kind, rejection, StringComparison.Ordinal);
        Assert.Contains("not as the configuration has it", rejection, StringComparison.Ordinal);
    }

    /// <summary>What the checker does not know it names, and does not pass over.</summary>
    [Theory]
    [InlineData("NotAction", """ "ec2:RunInstances" """)]
    [InlineData("NotResource", """ "arn:*:ec2:*::image/ami-1" """)]
    [InlineData("Principal", """ "*" """)]
    [InlineData("Effect", """ "Allow" """)]
    [InlineData("Action", """ [ "ec2:Run*" ] """)]
    [InlineData("Resource", """ "arn:*:ec2:*:*:instance/*" """)]
    [InlineData("Resource", """ [ "arn:*:ec2:us-east-1::image/*" ] """)]
    [InlineData("Condition", """ { "Bool": { "aws:ViaAWSService": "false" } } """)]
    [InlineData("Condition", """ { "StringNotLike": { "ec2:Owner": "1*" } } """)]
    [InlineData("Condition", """ { "StringNotEqualsIfExists": { "ec2:Owner": "123456738923" } } """)]
    [InlineData("Condition", """ { "StringNotEquals": { "ec2:Owner": "${aws:PrincipalOrgID}" } } """)]
    [InlineData("Condition", """ { "StringNotEquals": { "aws:ResourceAccount": "${aws:PrincipalAccount}" } } """)]
    [InlineData("Condition", """ { "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:role/Rescue" } } """)]
    [InlineData("Condition", """ { "ArnNotLike": { "aws:PrincipalArn": "arn:aws:iam::4*:role/Rescue" } } """)]
    [InlineData("Condition", """ { "ForAnyValue:StringEquals": { "ec2:Owner": "123456738923" } } """)]
    [InlineData("Condition", """ { "StringNotEquals": { "ec2:Owner": [ "123456738923", "AMAZON" ] } } """)]
    [InlineData("Condition", """ { "DateGreaterThanEquals": { "aws:CurrentTime": "2026-03-01" } } """)]
    public void What_is_not_known_cannot_be_checked(string member, string value)
    {
        var certified = Case(nameof(Samples.Governance), "enabled");
        var (name, policy) = certified.Policies.First();
        policy["Statement"]![0]![member] = JsonNode.Parse(value);
        var rejection = certified.WithPolicy(name, policy).Rejection;
        Assert.StartsWith("cannot check: ", rejection, StringComparison.Ordinal);
        Assert.Contains(name, rejection, StringComparison.Ordinal);
    }

    /// <summary>Whoever stands for all accounts that nobody names must be named by nobody.</summary>
    [Fact]
    public void A_stranger_who_is_named_is_none()
    {
        var certified = Case(nameof(Samples.Governance), "enabled");
        var (name, policy) = certified.Policies.First();
        policy["Statement"]![0]!["Condition"]!["StringNotEquals"]!["ec2:Owner"]!
            .AsArray()
            .Add((JsonNode)"000000000000");
        Assert.NotNull(certified.WithPolicy(name, policy).Rejection);
    }

    /// <summary>A variable in a policy of the version before is a text.</summary>
    [Theory]
    [InlineData("2008-10-17")]
    [InlineData(null)]
    public void A_policy_of_another_version_cannot_be_checked(string? version)
    {
        var certified = Case(nameof(CertifiedCase.Restoring), "enabled");
        var (name, policy) = certified.Policies.First();
        policy["Version"] = version;
        Assert.StartsWith("cannot check: ", certified.WithPolicy(name, policy).Rejection, StringComparison.Ordinal);
    }

    /// <summary>
    /// A statement on images only says nothing of calls that name none, and a condition on owners nothing of other resources.
    /// </summary>
    [Theory]
    [InlineData("*", "ec2:RunInstances", """ { "StringNotEquals": { "ec2:Owner": "123456738923" } } """)]
    [InlineData("arn:*:ec2:*::image/*", "ec2:ImportSnapshot", "{}")]
    [InlineData("*", "ec2:CopyImage", """ { "StringNotEquals": { "ec2:Owner": "123456738923" } } """)]
    public void A_resource_that_is_not_clear_for_the_action_cannot_be_checked(
        string resource,
        string action,
        string condition
    )
    {
        var certified = Case(nameof(Samples.Governance), "enabled");
        var (name, policy) = certified.Policies.First();
        policy["Statement"]!
            .AsArray()
            .Add(
                new JsonObject
                {
                    ["Effect"] = "Deny",
                    ["Action"] = action,
                    ["Resource"] = resource,
                    ["Condition"] = JsonNode.Parse(condition),
                }
            );
        Assert.NotNull(certified.WithPolicy(name, policy).Rejection);
    }

    /// <summary>Where something is not proven there is no certificate, and the finding says why.</summary>
    [Theory]
    [InlineData("Action", """ [ "ec2:RunInstances" ] """, "guarantee 1 is not proven")]
    [InlineData("Resource", """ "arn:*:ec2:*::image/ami-*" """, "looks at other resources than all, or all images")]
    public void Without_a_proof_there_is_no_certificate(string member, string value, string reason)
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        amigov.Run("generate", "--mode", "enabled");
        var policy = JsonNode.Parse(amigov.Text("dist/scp-ami-guardrail.json"))!;
        policy["Statement"]![0]![member] = JsonNode.Parse(value);
        amigov.With("dist/scp-ami-guardrail.json", policy.ToJsonString());
        var (exitCode, text, error) = amigov.Run("prove", "--certificate", "c.json");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("AMI0323", error, StringComparison.Ordinal);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.NotEmpty(text);
        Assert.False(amigov.Files.Exists("c.json"));
    }

    [Fact]
    public void A_certificate_is_about_the_policies_alone()
    {
        using var amigov = new Amigov().With(Samples.ConfigPath, Samples.Clean);
        var (exitCode, _, error) = amigov.Run("prove", "--certificate", "c.json", "--org", "o.json");
        Assert.Equal(2, exitCode);
        Assert.Contains("--org", error, StringComparison.Ordinal);
    }

    /// <summary>A judge who shares nothing with the judged, and is small enough to be read.</summary>
    [Fact]
    public void The_checker_is_small_and_knows_nothing_of_amigov()
    {
        var references = typeof(CheckCertificate.Checker).Assembly.GetReferencedAssemblies();
        Assert.DoesNotContain(references, r => r.Name!.StartsWith("AmiGovernance", StringComparison.Ordinal));
        var files = Directory.GetFiles(RepositoryRoot.File("tools", "check-certificate"), "*.cs");
        Assert.InRange(files.Sum(f => File.ReadAllLines(f).Length), 1, 399);
    }
}
