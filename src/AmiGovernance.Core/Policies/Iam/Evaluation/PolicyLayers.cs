namespace AmiGovernance.Core.Policies.Iam.Evaluation;

public static class PolicyLayers
{
    /// <summary>As AWS's error texts name the kind of policy.</summary>
    public static string Words(this PolicyLayer layer) =>
        layer switch
        {
            PolicyLayer.ResourceControlPolicy => "resource control policy",
            PolicyLayer.IdentityPolicy => "identity policy",
            PolicyLayer.PermissionsBoundary => "permissions boundary",
            PolicyLayer.SessionPolicy => "session policy",
            PolicyLayer.VpcEndpointPolicy => "VPC endpoint policy",
            _ => "service control policy",
        };

    /// <summary>The same as machines read it, such as `service_control_policy`.</summary>
    public static string Name(this PolicyLayer layer) => layer.Words().Replace(' ', '_').ToLowerInvariant();
}
