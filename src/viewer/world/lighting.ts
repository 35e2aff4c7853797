/** @file Light of the world: a key that throws the shadow, a rim, and the light of a bright room as nine numbers. */
import { DirectionalLight, LightProbe, MeshStandardMaterial, type MeshStandardMaterialParameters, type Scene, Vector3 } from 'three'; // prettier-ignore
import type { Theme } from './theme.ts';

const keyDirection = new Vector3(-0.5, -0.75, 1.5).normalize();
const rimDirection = new Vector3(-0.8, 0.7, 0.45).normalize();

/**
 * Radiance of a room with windows and a bright ceiling, z up, in real spherical harmonics up to the second degree: 1; y, z,
 * x; xy, yz, 3zz - 1, xz, xx - yy. Measured from the room that three's examples light their models with: an environment
 * map of it takes seconds where WebGL is software, and looks the same on matt things.
 */
const room = [3.769, -1.562, 1.837, 0.232, 0.315, -0.962, 0.117, 0.178, -1.351];

/** The room's mirror image in a surface, as soft as the nine numbers are: black things would look like holes without it. */
const reflection = /* glsl */ `
  #include <lights_fragment_maps>
  #if defined(RE_IndirectSpecular) && defined(USE_LIGHT_PROBES)
    vec3 mirrored = transformDirectionByInverseViewMatrix(reflect(-geometryViewDir, geometryNormal), viewMatrix);
    radiance += RECIPROCAL_PI * max(vec3(0.0), shGetIrradianceAt(mirrored, lightProbe));
  #endif
`;

/** A material that mirrors the room a little, as lacquer does. */
export function litMaterial(parameters: MeshStandardMaterialParameters): MeshStandardMaterial {
  const material = new MeshStandardMaterial(parameters);
  material.onBeforeCompile = (shader) => {
    shader.fragmentShader = shader.fragmentShader.replace('#include <lights_fragment_maps>', reflection);
  };
  return material;
}

/** The lights of one scene. */
export class Lighting {
  private readonly key = new DirectionalLight(0xffffff);
  private readonly rim = new DirectionalLight(0xdfe9ff);
  private readonly probe = new LightProbe();

  constructor(scene: Scene) {
    this.key.castShadow = true;
    this.key.shadow.bias = -1e-4;
    this.key.shadow.normalBias = 0.02;
    this.key.shadow.radius = 2.5;
    this.rim.position.copy(rimDirection);
    this.probe.sh.fromArray(room.flatMap((value) => [value, value, value]));
    scene.add(this.key, this.key.target, this.rim, this.probe);
  }

  /** Edge of the shadow's map, pixels. */
  setShadowSize(size: number): void {
    const { shadow } = this.key;
    if (shadow.mapSize.x === size) return;
    shadow.mapSize.set(size, size);
    // the old map is of the old size; the renderer makes one anew
    shadow.map?.dispose();
    shadow.map = null;
  }

  /** Fits the shadow to a robot that stays within `radius` of the world's origin, m. */
  setRadius(radius: number): void {
    const { camera } = this.key.shadow;
    this.key.position.copy(keyDirection).multiplyScalar(3 * radius);
    camera.left = camera.bottom = -radius;
    camera.right = camera.top = radius;
    camera.near = radius;
    camera.far = 5 * radius;
    camera.updateProjectionMatrix();
  }

  setTheme({ keyIntensity, rimIntensity, environmentIntensity }: Theme): void {
    this.key.intensity = keyIntensity;
    this.rim.intensity = rimIntensity;
    this.probe.intensity = environmentIntensity;
  }

  dispose(): void {
    this.key.dispose();
  }
}
