using System.Text.Json.Nodes;
using AmiGovernance.Core.Features.Doctor;

namespace AmiGovernance.Tests.Features.Doctor;

/// <summary>The two policies of a role of the pipelines: what it may do, and whose tokens may take it on.</summary>
public sealed class PipelineRoleTests
{
    private const string Account = "998877665544";

    private static JsonObject Statement(string role, string project)
    {
        var (exitCode, output, error) = new Amigov().Run(
            "doctor",
            "--role",
            role,
            "--trust",
            project,
            "--account",
            Account,
            "--region",
            "us-east-1"
        );
        Assert.True(exitCode == 0, error);
        return JsonNode.Parse(output)!["Statement"]!.AsArray().Single()!.AsObject();
    }

    private static string[] Subjects(string role, string project) =>
        [
            .. Statement(role, project)["Condition"]!
                .AsObject()
                .SelectMany(o => o.Value!.AsObject().Select(k => (Operator: o.Key, k.Key, k.Value)))
                .Where(k => k.Key.EndsWith(":sub", StringComparison.Ordinal))
                .SelectMany(k =>
                    (k.Value as JsonArray ?? [k.Value!.DeepClone()]).Select(v => $"{k.Operator} {(string)v!}")
                ),
        ];

    [Theory]
    [InlineData(
        "plan",
        "github:company/ami-governance",
        "StringEquals repo:company/ami-governance:pull_request",
        "StringEquals repo:company/ami-governance:ref:refs/heads/main"
    )]
    [InlineData(
        "deploy",
        "github:company/ami-governance",
        "StringEquals repo:company/ami-governance:environment:ami-governance"
    )]
    [InlineData("deploy", "github:company/x:production", "StringEquals repo:company/x:environment:production")]
    [InlineData("images", "github:company/x", "StringEquals repo:company/x:ref:refs/heads/main")]
    [InlineData(
        "deploy",
        "github:company@123456/x@456789",
        "StringEquals repo:company@123456/x@456789:environment:ami-governance"
    )]
    [InlineData("plan", "gitlab:cloud/ami", "StringLike project_path:cloud/ami:ref_type:branch:ref:*")]
    [InlineData("deploy", "gitlab:cloud/ami", "StringEquals project_path:cloud/ami:ref_type:branch:ref:main")]
    [InlineData("images", "gitlab:a/b/c@git.x.com", "StringEquals project_path:a/b/c:ref_type:branch:ref:main")]
    public void A_role_is_for_the_tokens_of_one_project(string role, string project, params string[] subjects) =>
        Assert.Equal(subjects, Subjects(role, project));

    [Theory]
    [InlineData("github:company/x", "token.actions.githubusercontent.com", "sts.amazonaws.com")]
    [InlineData("gitlab:cloud/x", "gitlab.com", "https://gitlab.com")]
    [InlineData("gitlab:cloud/x@git.company.com:8443", "git.company.com:8443", "https://git.company.com:8443")]
    public void The_issuer_and_the_audience_are_those_of_the_host(string project, string issuer, string audience)
    {
        var statement = Statement("deploy", project);
        Assert.Equal($"arn:aws:iam::{Account}:oidc-provider/{issuer}", (string?)statement["Principal"]!["Federated"]);
        Assert.Equal("sts:AssumeRoleWithWebIdentity", (string?)statement["Action"]);
        Assert.Equal(audience, (string?)statement["Condition"]!["StringEquals"]![$"{issuer}:aud"]);
    }

    /// <summary>README of aws-actions/configure-aws-credentials, "OIDC Audience".</summary>
    [Fact]
    public void In_China_the_action_asks_for_another_audience()
    {
        var project = PipelineProject.Parse("github:company/ami-governance")!;
        Assert.Equal("sts.amazonaws.com.cn", project.AudienceIn("aws-cn"));
        Assert.Equal("sts.amazonaws.com", project.AudienceIn("aws-us-gov"));
        Assert.Equal("https://gitlab.com", PipelineProject.Parse("gitlab:cloud/x")!.AudienceIn("aws-cn"));
    }

    [Theory]
    [InlineData("github:company")]
    [InlineData("github:company/*")]
    [InlineData("github:company/x:*")]
    [InlineData("github:company/x/y")]
    [InlineData("gitlab:project")]
    [InlineData("gitlab:cloud/*")]
    [InlineData("gitlab:cloud/x@git.company.com/y")]
    [InlineData("bitbucket:company/x")]
    [InlineData("github:company/x\n")]
    public void What_could_be_more_than_one_project_is_refused(string project)
    {
        Assert.Null(PipelineProject.Parse(project));
        string[] line = ["doctor", "--role", "plan", "--trust", project, "--account", Account];
        Assert.Equal(2, new Amigov().Run(line).ExitCode);
    }

    [Theory]
    [InlineData("--role", "plan", "--trust", "github:company/x")]
    [InlineData("--trust", "github:company/x", "--account", Account)]
    [InlineData("--role", "plan", "--account", Account)]
    [InlineData("--role", "plan", "--trust", "github:company/x", "--account", "12")]
    [InlineData("--role", "administrator")]
    public void A_command_line_that_says_half_is_refused(params string[] options) =>
        Assert.Equal(2, new Amigov().Run(["doctor", .. options]).ExitCode);

    /// <summary>Whoever may push a branch can take it on.</summary>
    [Fact]
    public void The_role_of_plans_only_reads_and_takes_on_no_other()
    {
        var role = PipelineRole.All.Single(r => r.Name == "plan");
        Assert.Equal(PipelineMoment.MergeRequest, role.Moment);
        var actions = role.Permissions.SelectMany(p => p.Own).Distinct().ToList();
        Assert.NotEmpty(actions);
        string[] reads = ["Describe", "Get", "List", "LookupEvents", "Simulate"];
        Assert.All(
            actions,
            action => Assert.Contains(reads, read => action.Split(':')[1].StartsWith(read, StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Every_command_of_a_role_has_its_permissions() =>
        Assert.All(PipelineRole.All, role => Assert.Equal(role.Commands.Length, role.Permissions.Count()));
}
