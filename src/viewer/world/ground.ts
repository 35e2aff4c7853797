/** @file The ground: a floor and a grid of 0.5 m cells that fade with distance, and the shadow that falls on them. */
import { CircleGeometry, Color, Group, Mesh, ShaderMaterial, ShadowMaterial } from 'three';
import type { Theme } from './theme.ts';

const vertexShader = /* glsl */ `
  varying vec2 place;
  void main() {
    vec4 world = modelMatrix * vec4(position, 1.0);
    place = world.xy;
    gl_Position = projectionMatrix * viewMatrix * world;
  }
`;

/** Lines keep their width in pixels; where cells come near the size of a pixel they melt away instead of flickering. */
const fragmentShader = /* glsl */ `
  uniform vec3 floorColor;
  uniform vec3 gridColor;
  uniform float gridOpacity;
  uniform float radius;
  varying vec2 place;

  float lines(float cell) {
    vec2 scaled = place / cell;
    vec2 width = fwidth(scaled);
    vec2 distanceToLine = abs(fract(scaled - 0.5) - 0.5) / max(width, vec2(1e-6));
    vec2 strength = (1.0 - smoothstep(0.4, 1.3, distanceToLine)) * (1.0 - smoothstep(0.15, 0.5, width));
    return max(strength.x, strength.y);
  }

  void main() {
    float fromCenter = length(place) / radius;
    float fade = 1.0 - smoothstep(0.12, 1.0, fromCenter);
    float line = gridOpacity * lines(0.5);
    gl_FragColor = vec4(mix(floorColor, gridColor, line), fade * fade);
    #include <colorspace_fragment>
  }
`;

/** The floor at z = 0 or lower; `object` belongs into the scene. */
export class Ground {
  readonly object = new Group();
  private readonly floor: ShaderMaterial;
  private readonly shadow = new ShadowMaterial({ transparent: true, depthWrite: false });
  private readonly disc = new CircleGeometry(1, 96);

  constructor() {
    this.floor = new ShaderMaterial({
      vertexShader,
      fragmentShader,
      transparent: true,
      depthWrite: false,
      uniforms: {
        floorColor: { value: new Color() },
        gridColor: { value: new Color() },
        gridOpacity: { value: 0 },
        radius: { value: 1 },
      },
    });
    const floor = new Mesh(this.disc, this.floor);
    const shadow = new Mesh(this.disc, this.shadow);
    shadow.receiveShadow = true;
    // Both lie at one height and write no depth: the order in which they are drawn decides.
    floor.renderOrder = -2;
    shadow.renderOrder = -1;
    this.object.add(floor, shadow);
  }

  /** m. */
  setHeight(height: number): void {
    this.object.position.z = height;
  }

  /** Radius at which the floor has faded away, m. */
  setRadius(radius: number): void {
    this.object.scale.set(radius, radius, 1);
    this.floor.uniforms['radius'].value = radius;
  }

  setTheme(theme: Theme): void {
    (this.floor.uniforms['floorColor'].value as Color).set(theme.floor);
    (this.floor.uniforms['gridColor'].value as Color).set(theme.grid);
    this.floor.uniforms['gridOpacity'].value = theme.gridOpacity;
    this.shadow.opacity = theme.shadowOpacity;
  }

  dispose(): void {
    this.object.removeFromParent();
    this.disc.dispose();
    this.floor.dispose();
    this.shadow.dispose();
  }
}
