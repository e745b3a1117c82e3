using System.CommandLine;
using AmiGovernance.Cli.Shell;
using AmiGovernance.Core.Base.Identifiers;
using AmiGovernance.Core.Base.Text;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>Options that several commands of the rollout share.</summary>
internal static class RolloutOptions
{
    public static Option<string> Policies() =>
        new("--policies")
        {
            Description = "The folder of the policies",
            HelpName = "DIR",
            DefaultValueFactory = _ => "dist",
        };

    public static Option<bool> Adopt() =>
        new("--adopt") { Description = "Take over policies of our names that somebody else made" };

    public static Option<string> Why() =>
        new("--reason")
        {
            Description = "The reason or ticket, for the deployment record",
            HelpName = "TEXT",
            DefaultValueFactory = _ => "",
        };

    public static Option<bool> Yes() => new("--yes", "-y") { Description = "Confirm without being asked" };

    public static Option<bool> AcceptUnproven() =>
        new("--accept-unproven") { Description = "Go on although a guarantee does not hold in the organization" };

    public static Option<string?> AllowWeaker()
    {
        var reason = new Option<string?>("--allow-weaker")
        {
            Description = "Why the organization may get weaker where no reviewed entry says so; recorded",
            HelpName = "REASON",
        };
        reason.AddCheck(result =>
        {
            if (result.Tokens.Any(t => string.IsNullOrWhiteSpace(t.Value)))
                result.AddError("'--allow-weaker' needs a reason");
        });
        return reason;
    }

    /// <param name="description">What is done with the targets.</param>
    /// <param name="examples">Of what can be given.</param>
    public static Option<string[]> Target(string description, string examples)
    {
        var target = new Option<string[]>("--target") { Description = description, HelpName = "ID" };
        target.AddCheck(result =>
        {
            foreach (var token in result.Tokens.Where(t => !OrganizationTarget.IsValid(t.Value)))
                result.AddError(
                    $"'{Sanitize.Text(token.Value)}' is no target; give {examples}; {OrganizationTarget.Ids}"
                );
        });
        return target;
    }
}
