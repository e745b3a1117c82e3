using System.CommandLine;
using System.CommandLine.Parsing;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Features.Doctor;

namespace AmiGovernance.Cli.Features.Doctor;

/// <param name="Partition">Such as `aws`.</param>
/// <param name="RoleName">The role in member accounts.</param>
/// <param name="Trusted">Who may take on the role, and where the role is; null for what the role may do.</param>
internal sealed record PipelineRoleArguments(
    PipelineRole Role,
    string Partition,
    string RoleName,
    (PipelineProject Project, AccountId Account)? Trusted
);

/// <summary>The options that print the two policies of a role of the pipelines.</summary>
internal sealed class PipelineRoleOptions
{
    private const string Projects = "github:OWNER/REPO[:ENVIRONMENT] or gitlab:GROUP/PROJECT[@HOST]";

    private readonly Option<string?> role = new("--role")
    {
        Description = "Print the IAM policy of this role of the pipelines, and check nothing",
        HelpName = "ROLE",
    };
    private readonly Option<string?> trust = new("--trust")
    {
        Description = $"With --role: print its trust policy instead, for the pipelines of {Projects}",
        HelpName = "PROJECT",
    };
    private readonly Option<string?> account = new("--account")
    {
        Description = "With --trust: the account of the role (12 digits)",
        HelpName = "ID",
    };

    public PipelineRoleOptions AddTo(Command command)
    {
        role.AcceptOnlyFromAmong([.. PipelineRole.All.Select(r => r.Name)]);
        foreach (var option in new[] { role, trust, account })
            command.Options.Add(option);
        command.AddCheck(Check);
        return this;
    }

    private void Check(CommandResult result)
    {
        var (project, id) = (result.GetValue(trust), result.GetValue(account));
        if (project is not null && result.GetValue(role) is null)
            result.AddError("'--trust' goes with '--role'");
        if (project is null != id is null)
            result.AddError("'--trust' and '--account' go together");
        if (project is not null && PipelineProject.Parse(project) is null)
            result.AddError($"'--trust' takes {Projects}");
        if (id is not null && !AccountId.IsValid(id))
            result.AddError("'--account': an account id has 12 digits");
    }

    /// <summary>Null when no role is asked for.</summary>
    /// <param name="result">Of the command line.</param>
    /// <param name="partition">Such as `aws`.</param>
    /// <param name="roleName">The role in member accounts.</param>
    public PipelineRoleArguments? Read(ParseResult result, string partition, string roleName)
    {
        if (PipelineRole.All.FirstOrDefault(r => r.Name == result.GetValue(role)) is not { } found)
            return null;
        var project = PipelineProject.Parse(result.GetValue(trust) ?? "");
        return new PipelineRoleArguments(
            found,
            partition,
            roleName,
            project is null ? null : (project, AccountId.Parse(result.GetRequiredValue(account)!))
        );
    }
}
