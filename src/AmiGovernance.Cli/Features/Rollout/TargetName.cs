using AmiGovernance.Core.Policies.Organizations;

namespace AmiGovernance.Cli.Features.Rollout;

/// <summary>A target with the name that people know a unit or an account by.</summary>
internal static class TargetName
{
    public static string Of(Organization organization, string target)
    {
        if (target == organization.RootId)
            return $"the root {target}";
        var name =
            organization.Units.FirstOrDefault(u => u.Id == target)?.Name
            ?? organization.Accounts.FirstOrDefault(a => a.Id.Value == target)?.Name;
        return name is null ? target : $"{target} ({name})";
    }
}
