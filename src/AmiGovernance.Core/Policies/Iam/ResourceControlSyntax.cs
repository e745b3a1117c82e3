using System.Collections.Immutable;

namespace AmiGovernance.Core.Policies.Iam;

/// <summary>Where the grammar of resource control policies is narrower than IAM's; `AwsFacts` has the source and its date.</summary>
internal static class ResourceControlSyntax
{
    public const string Principal = "*";

    /// <summary>No statement names all actions of all services.</summary>
    public const string AllActions = "*";

    public static readonly ImmutableArray<string> Unsupported = ["NotPrincipal", "NotAction"];
}
