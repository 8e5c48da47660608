// Pushes, copies, attaches and lists as the oras program does, by the library that it is made of.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"

	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"oras.land/oras-go/v2"
	"oras.land/oras-go/v2/content/file"
	"oras.land/oras-go/v2/content/oci"
	"oras.land/oras-go/v2/registry/remote"
)

const usage = "usage: oras-go push|copy|attach|discover|tags REFERENCE ..."

func main() {
	if len(os.Args) < 3 {
		log.Fatal(usage)
	}
	repository, err := remote.NewRepository(os.Args[2])
	if err != nil {
		log.Fatal(err)
	}
	repository.PlainHTTP = true
	if err := run(context.Background(), repository, os.Args[1], os.Args[3:]); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, repository *remote.Repository, verb string, rest []string) error {
	reference := repository.Reference.Reference
	switch {
	case verb == "push" && len(rest) == 3:
		return push(ctx, repository, rest[0], rest[1], rest[2], nil)
	case verb == "attach" && len(rest) == 3:
		subject, err := repository.Resolve(ctx, reference)
		if err != nil {
			return err
		}
		return push(ctx, repository, rest[0], rest[1], rest[2], &subject)
	case verb == "copy" && len(rest) == 1:
		target, err := oci.New(rest[0])
		if err != nil {
			return err
		}
		copied, err := oras.ExtendedCopy(ctx, repository, reference, target, reference, oras.DefaultExtendedCopyOptions)
		if err != nil {
			return err
		}
		return print(copied)
	case verb == "discover" && len(rest) == 0:
		subject, err := repository.Resolve(ctx, reference)
		if err != nil {
			return err
		}
		return repository.Referrers(ctx, subject, "", func(referrers []v1.Descriptor) error {
			for _, referrer := range referrers {
				if err := print(referrer); err != nil {
					return err
				}
			}
			return nil
		})
	case verb == "tags" && len(rest) == 0:
		return repository.Tags(ctx, "", func(tags []string) error { return print(tags) })
	}
	return fmt.Errorf(usage)
}

// push FILE MEDIA-TYPE ARTIFACT-TYPE: one layer, and an empty config as `oras push` writes it.
func push(ctx context.Context, target *remote.Repository, name, layerType, artifactType string, subject *v1.Descriptor) error {
	source, err := file.New(".")
	if err != nil {
		return err
	}
	defer source.Close()
	layer, err := source.Add(ctx, name, layerType, "")
	if err != nil {
		return err
	}
	manifest, err := oras.PackManifest(ctx, source, oras.PackManifestVersion1_1, artifactType, oras.PackManifestOptions{
		Subject: subject,
		Layers:  []v1.Descriptor{layer},
	})
	if err != nil {
		return err
	}
	// What is attached has no tag: it is found by its subject.
	name = manifest.Digest.String()
	if subject == nil {
		name = target.Reference.Reference
	}
	if err := source.Tag(ctx, manifest, name); err != nil {
		return err
	}
	if _, err := oras.Copy(ctx, source, name, target, name, oras.DefaultCopyOptions); err != nil {
		return err
	}
	return print(manifest)
}

func print(value any) error {
	return json.NewEncoder(os.Stdout).Encode(value)
}
