namespace AmiGovernance.Core.Policies.Iam.Evaluation;

/// <summary>
/// Tells what a request may carry beside what it is known to carry. A key that the Service Authorization Reference lists neither for
/// the action and its resource nor as global is in no request, so that it is known to be absent.
/// </summary>
internal static class UnknownKeys
{
    /// <summary>
    /// Only calls that an AWS service makes as itself carry them (IAM user guide, "AWS global condition context keys"); such calls are
    /// no roles' or users'.
    /// </summary>
    private static readonly string[] OfServices =
    [
        "aws:SourceAccount",
        "aws:SourceArn",
        "aws:SourceOrgID",
        "aws:SourceOrgPaths",
        "aws:PrincipalServiceName",
        "aws:PrincipalServiceNamesList",
    ];

    /// <summary>Whether the request may have a value for the key that is not known.</summary>
    public static bool Has(RequestContext request, ConditionKey key)
    {
        if (request.TryGet(key, out _) || OfServices.Contains(key.Name, StringComparer.OrdinalIgnoreCase))
            return false;
        var colon = request.Action.IndexOf(':', StringComparison.Ordinal);
        var action =
            colon < 0 ? null : ActionTable.Service(request.Action[..colon])?.Find(request.Action[(colon + 1)..]);
        // Of what the table does not know, anything may be carried.
        return action is null || action.Carries(key.Name, action.Resources.Where(r => r.Type.Name == TypeOf(request)));
    }

    /// <summary>Such as `image`; empty for `*`.</summary>
    public static string TypeOf(RequestContext request)
    {
        var parts = request.Resource.Split(':', 6);
        return parts.Length < 6 ? "" : parts[5].Split('/')[0];
    }
}
