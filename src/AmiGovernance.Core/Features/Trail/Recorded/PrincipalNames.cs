using AmiGovernance.Core.Base.Identifiers;

namespace AmiGovernance.Core.Features.Trail.Recorded;

/// <summary>Names of callers as records and error texts have them.</summary>
internal static class PrincipalNames
{
    /// <summary>
    /// The role of a session, such as `arn:aws:sts::111122223333:assumed-role/Name/session`; any other text as it is. A session names its
    /// role without the path, so the result may lack one.
    /// </summary>
    public static string RoleOf(string recorded) => SessionArn.RoleOf(recorded);
}
