using AmiGovernance.Core.Base.Diagnostics;
using AmiGovernance.Core.Features.Authoring;
using AmiGovernance.Core.Features.Images.Naming;
using AmiGovernance.Core.Governance.Rules;
using AmiGovernance.Core.Ports;

namespace AmiGovernance.Core.Features.Images;

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
