using AmiGovernance.Core.Diagnostics;
using AmiGovernance.Core.Images.Naming;
using AmiGovernance.Core.Rules;

namespace AmiGovernance.Core.Operations.Images;

/// <summary>What a configuration says of how images and settings should be.</summary>
public static class ScanExpectations
{
    public static ScanRequest Read(ScanRequest request, IFileStore files, string configPath, DiagnosticBag bag)
    {
        if (RepositoryFiles.ReadConfig(files, configPath, bag) is not { } config)
            return request;
        NamingPattern.Rule.Check(new RuleInput(config, default), bag);
        return bag.HasErrors
            ? request
            : request with
            {
                Naming = NamingConvention.Of(config.Policy.ImageNamingPattern),
                AllowedImages = config.Policy.EnforcementMode,
                BlocksPublicAccess = config.Policy.BlockPublicAmiSharing,
                ApprovedOwners =
                [
                    .. config
                        .Publishers.Select(p => p.AccountId.Value)
                        .Concat(config.Exceptions.Select(e => e.AccountId.Value))
                        .Distinct(),
                ],
            };
    }
}
